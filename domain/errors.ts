/** Every code an API client can meet. Printed into the schema as an enum; values are only ever added. */
export const errorCodes = [
  'BAD_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'IDEMPOTENCY_CONFLICT',
  'ROOM_EMPTY',
  'MIX_NOT_RUNNING',
  'UNCONFIRMED',
  'LIMIT_EXCEEDED',
  'BUDGET_EXCEEDED',
  'UNSUPPORTED',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_REFUSED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Who has to act: the caller changes the request, the provider recovers, or we mend a bug. */
export type Fault = 'caller' | 'provider' | 'us';

/** One broken rule: the field (a dotted path), what came, what is allowed. */
export interface FieldFault {
  readonly field: string;
  readonly got: string;
  readonly allowed: string;
}

export interface DomainErrorOptions {
  readonly field?: string;
  readonly faults?: readonly FieldFault[];
  readonly cause?: unknown;
  /** The provider's number of the call that it refused: its support asks for it. */
  readonly providerRequestId?: string;
}

/** The one error that crosses floors. Its message is a sentence fit for the person who called. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly field: string | undefined;
  readonly faults: readonly FieldFault[];
  readonly providerRequestId: string | undefined;

  constructor(code: ErrorCode, fault: Fault, message: string, options: DomainErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fault = fault;
    this.field = options.field ?? options.faults?.[0]?.field;
    this.faults = options.faults ?? [];
    this.providerRequestId = options.providerRequestId;
  }
}

/** Says one broken rule as a sentence: `retentionDays is 1501; allowed: 0 to 1500`. */
export function describeFault({ field, got, allowed }: FieldFault): string {
  return `${field} is ${got}; allowed: ${allowed}`;
}

const longestGot = 300;

/** One `BAD_INPUT` that lists every fault. What came is told in part where it is long. */
export function badInput(...found: readonly FieldFault[]): DomainError {
  const faults = found.map((fault) =>
    fault.got.length > longestGot ? { ...fault, got: `${fault.got.slice(0, longestGot)}…` } : fault,
  );
  return new DomainError('BAD_INPUT', 'caller', faults.map(describeFault).join('; '), { faults });
}

/** Throws one `BAD_INPUT` that lists every fault, or returns when there is none. */
export function refuseFaults(faults: readonly FieldFault[]): void {
  if (faults.length > 0) throw badInput(...faults);
}
