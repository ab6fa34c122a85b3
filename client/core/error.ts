/** A call that failed: `code` is one of the schema's ErrorCode, or `NETWORK` when no answer came. */
export class RoomtapeError extends Error {
  override readonly name = 'RoomtapeError';
  readonly code: string;
  /** The broken field's dotted path, where there is one. */
  readonly field: string | null;
  /** Finds the call in the server's log. */
  readonly traceId: string | null;

  constructor(
    code: string,
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
  return new RoomtapeError(textOf(extensions?.['code']) ?? 'INTERNAL', message, {
    field: textOf(extensions?.['field']),
    traceId: textOf(extensions?.['traceId']),
  });
}
