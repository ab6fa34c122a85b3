import { DomainError } from '../../../domain/errors.ts';
import type { VisibleScope } from '../../ports/records.ts';
import type { Action, Role } from './roles.ts';

/** Who is calling, what they may do and what they may see. Made once for a request or a socket. */
export interface Principal {
  /** Stable for a key or a token; idempotency keys are remembered under it. */
  readonly id: string;
  readonly kind: 'API_KEY' | 'VIEWER_TOKEN';
  /** The key's role; of a token, the role of the key that made it. */
  readonly role: Role;
  /** Of the key itself, or of the key that made the token: a key that is replaced takes its tokens with it. */
  readonly keyFingerprint: string;
  readonly actions: ReadonlySet<Action>;
  readonly scope: VisibleScope;
  readonly expiresAt: Date | null;
}

export const everything: VisibleScope = { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null };

/** Throws FORBIDDEN unless the caller may do it. */
export function requireAction(principal: Principal, action: Action): void {
  if (principal.actions.has(action)) return;
  const who = principal.kind === 'API_KEY' ? `The ${principal.role} key` : 'This viewer token';
  throw new DomainError(
    'FORBIDDEN',
    'caller',
    `${who} may not ${action}; it may ${[...principal.actions].join(', ')}.`,
  );
}

/** Whether the caller may be told sums over the whole application; null: over all of them. */
function reachesWhole({ scope }: Principal, sdkAppId: number | null): boolean {
  const { sdkAppIds, roomIds, recordingIds, userId } = scope;
  const isNarrow = roomIds !== null || recordingIds !== null || userId !== null;
  const isForeign = sdkAppIds !== null && (sdkAppId === null || !sdkAppIds.includes(sdkAppId));
  return !isNarrow && !isForeign;
}

/** Whether the caller may be told what an application's months cost. */
export function seesCostsOf(principal: Principal, sdkAppId: number): boolean {
  return principal.actions.has('COSTS') && reachesWhole(principal, sdkAppId);
}

/** Throws FORBIDDEN for a token of single rooms, recordings or a user: sums over an application would tell of the others. */
export function requireWholeApplication(principal: Principal, sdkAppId: number | null): void {
  if (reachesWhole(principal, sdkAppId)) return;
  const what = sdkAppId === null ? 'all applications' : `the whole application ${sdkAppId}`;
  throw new DomainError('FORBIDDEN', 'caller', `This viewer token does not reach ${what}.`);
}
