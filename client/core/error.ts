import type { ErrorCode } from '../generated/error-code.ts';

/** What the schema knows, or `NETWORK` where no answer came. A newer server may send a code that is not here yet. */
export type RoomtapeErrorCode = ErrorCode | 'NETWORK';

/** A call that failed. */
export class RoomtapeError extends Error {
  override readonly name = 'RoomtapeError';
  readonly code: RoomtapeErrorCode;
  /** The broken field's dotted path, where there is one. */
  readonly field: string | null;
  /** Finds the call in the server's log. */
  readonly traceId: string | null;

  constructor(
    code: RoomtapeErrorCode,
    message: string,
    details: { field?: string | null; traceId?: string | null; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.field = details.field ?? null;
    this.traceId = details.traceId ?? null;
  }
}

interface AnsweredError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** The first of an answer's errors. */
export function errorOf({ message, extensions }: AnsweredError): RoomtapeError {
  const code = (textOf(extensions?.['code']) ?? 'INTERNAL') as ErrorCode;
  return new RoomtapeError(code, message, {
    field: textOf(extensions?.['field']),
    traceId: textOf(extensions?.['traceId']),
  });
}
