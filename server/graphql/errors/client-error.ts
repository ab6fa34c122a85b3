import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError, type ErrorCode, type Fault, type FieldFault } from '../../../domain/errors.ts';

/** What stands in `extensions` of every error that leaves us. */
export interface ErrorExtensions {
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly field?: string;
  readonly faults?: readonly FieldFault[];
  /** The provider's number of the call that it refused. */
  readonly providerRequestId?: string;
  readonly traceId: string;
}

const masked = 'Something went wrong on our side; the log has it under the traceId.';

/** The error as a client may see it: typed, and with nothing of our inside in it. */
export function describeError(
  error: unknown,
  traceId: string,
): { message: string; extensions: ErrorExtensions } {
  const cause = causeOf(error);
  if (cause instanceof DomainError) {
    const { code, fault, field, faults, providerRequestId } = cause;
    return {
      // A bug's own words may tell of what it met.
      message: code === 'INTERNAL' ? masked : cause.message,
      extensions: {
        code,
        fault,
        ...(field === undefined ? {} : { field }),
        ...(faults.length === 0 ? {} : { faults }),
        ...(providerRequestId === undefined ? {} : { providerRequestId }),
        traceId,
      },
    };
  }
  // graphql-js itself complains without a cause: the document, the variables or the form of the request is wrong.
  if (
    error instanceof GraphQLError &&
    cause === null &&
    error.extensions['code'] !== 'INTERNAL_SERVER_ERROR'
  ) {
    const code = passesLimit(error) ? 'LIMIT_EXCEEDED' : 'BAD_INPUT';
    return { message: error.message, extensions: { code, fault: 'caller', traceId } };
  }
  return { message: masked, extensions: { code: 'INTERNAL', fault: 'us', traceId } };
}

export function formatClientError(error: GraphQLError, traceId: string): GraphQLFormattedError {
  const { message, extensions } = describeError(error, traceId);
  return {
    message,
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: { ...extensions },
  };
}

/** What must be looked at: everything but the caller's own mistakes. */
export function isWorthALine(error: unknown): boolean {
  const cause = causeOf(error);
  if (cause instanceof DomainError) return cause.fault !== 'caller';
  return (
    cause !== null || !(error instanceof GraphQLError) || error.extensions['code'] === 'INTERNAL_SERVER_ERROR'
  );
}

/** The mark of a query that is too deep, too wide or too long; see server/http/limits.ts. */
export const limitMark = 'roomtapeLimit';

function passesLimit(error: GraphQLError): boolean {
  return error.extensions[limitMark] === true || / more tha[nt] \d+ tokens/.test(error.message);
}

/** What a resolver threw, beneath the layers that graphql-js and Apollo put around it; null where they threw themselves. */
export function causeOf(error: unknown): unknown {
  let cause: unknown = error;
  while (cause instanceof GraphQLError) {
    if (!cause.originalError) return null;
    cause = cause.originalError;
  }
  return cause;
}
