import type { ErrorCode, Fault } from '../../../domain/errors.ts';
import { DomainError } from '../../../domain/errors.ts';

/** The vendor's codes, exact or by their beginning, and ours. The first that fits counts. */
const codes: readonly (readonly [string, ErrorCode, Fault])[] = [
  ['FailedOperation.RoomNotExist', 'ROOM_EMPTY', 'caller'],
  ['FailedOperation.MixSessionNotExist', 'MIX_NOT_RUNNING', 'caller'],
  ['FailedOperation.RequestRejection', 'CONFLICT', 'caller'],
  ['FailedOperation.TaskNotExist', 'NOT_FOUND', 'caller'],
  ['FailedOperation.CRUnsupportMethod', 'UNSUPPORTED', 'caller'],
  ['ResourceNotFound', 'NOT_FOUND', 'caller'],
  ['InvalidParameterValue.FileId', 'NOT_FOUND', 'caller'],
  ['UnsupportedOperation', 'UNSUPPORTED', 'caller'],
  ['RequestLimitExceeded', 'LIMIT_EXCEEDED', 'provider'],
  ['LimitExceeded', 'LIMIT_EXCEEDED', 'provider'],
  ['InternalError', 'PROVIDER_UNAVAILABLE', 'provider'],
  ['', 'PROVIDER_REFUSED', 'provider'],
];

/** The vendor's code of a failed call; null where no answer of the vendor's came. */
export function vendorCodeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  // Node's own errors carry codes too: ECONNREFUSED is not the vendor's.
  return typeof error.code === 'string' && /^[A-Z][a-z]/.test(error.code) ? error.code : null;
}

/** The vendor's number of a call, which its support asks for. */
function requestIdOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('requestId' in error)) return null;
  return typeof error.requestId === 'string' && error.requestId !== '' ? error.requestId : null;
}

/**
 * Says a failed call in our codes. Where no answer came, what was asked for may have happened: a call that starts or stops
 * something is then UNCONFIRMED.
 */
export function translateError(error: unknown, action: string, changesSomething: boolean): DomainError {
  const message = error instanceof Error ? error.message : String(error);
  const vendorCode = vendorCodeOf(error);
  if (vendorCode === null) {
    return changesSomething
      ? new DomainError('UNCONFIRMED', 'provider', `The provider did not answer ${action}: ${message}`, {
          cause: error,
        })
      : new DomainError('PROVIDER_UNAVAILABLE', 'provider', `The provider cannot be reached: ${message}`, {
          cause: error,
        });
  }
  const [, code, fault] = codes.find(([start]) => vendorCode.startsWith(start))!;
  const providerRequestId = requestIdOf(error);
  return new DomainError(code, fault, `The provider refused ${action} (${vendorCode}): ${message}`, {
    cause: error,
    ...(providerRequestId === null ? {} : { providerRequestId }),
  });
}

/** Runs a call that only asks; says its failure in our codes. */
export async function asking<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateError(error, action, false);
  }
}

/** Runs a call that changes something: where no answer came it is UNCONFIRMED. */
export async function changing(action: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    throw translateError(error, action, true);
  }
}
