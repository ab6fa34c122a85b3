import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { DomainError, refuseFaults } from '../../../domain/errors.ts';
import type { VisibleScope } from '../../ports/records.ts';
import type { ApiKeys } from './api-keys.ts';
import { requireAction, type Principal } from './principal.ts';
import { actionsOf, grantableActions, roles, type GrantableAction } from './roles.ts';

export interface TokenRequest {
  readonly scope: VisibleScope;
  /** Null gives what the maker may of READ, PLAY, EVENTS, COSTS and ESTIMATE: looking, never changing. */
  readonly actions: readonly GrantableAction[] | null;
  readonly lifetimeSeconds: number;
}

export interface ViewerToken {
  readonly token: string;
  readonly actions: readonly GrantableAction[];
  readonly expiresAt: Date;
}

export interface ViewerTokens {
  /** Throws FORBIDDEN where the maker asks for more than it has. */
  make(maker: Principal, request: TokenRequest, now: Date): Promise<ViewerToken>;
  /** Null for anything that is not a token of ours, has passed, or whose maker's key is gone. */
  read(token: string, now: Date): Promise<Principal | null>;
}

const issuer = 'roomtape';
const audience = 'roomtape-viewer';
export const lifetimeSeconds = { min: 60, max: 86_400, default: 3_600 } as const;
const looking: readonly GrantableAction[] = ['READ', 'PLAY', 'EVENTS', 'COSTS', 'ESTIMATE'];
/** Ids in one token: a token travels in a header, and each id is about 60 bytes of it. */
const maxIds = 100;

const claimsSchema = z.object({
  jti: z.string(),
  exp: z.number(),
  role: z.enum(roles),
  key: z.string(),
  act: z.array(z.enum(grantableActions)),
  scope: z.object({
    sdkAppIds: z.array(z.number()).nullable(),
    roomIds: z.array(z.string()).nullable(),
    recordingIds: z.array(z.string()).nullable(),
    userId: z.string().nullable(),
  }),
});

/** Short JWTs (HS256) for browsers. `keys` decides whether the key that made one is still in use. */
export function openViewerTokens(secret: string, keys: ApiKeys): ViewerTokens {
  const key = new TextEncoder().encode(secret);
  return {
    async make(maker, request, now) {
      requireAction(maker, 'MAKE_TOKENS');
      checkRequest(request);
      const granted = request.actions ?? looking.filter((action) => maker.actions.has(action));
      for (const action of granted) requireAction(maker, action);
      const expiresAt = new Date((Math.floor(now.getTime() / 1000) + request.lifetimeSeconds) * 1000);
      const token = await new SignJWT({
        role: maker.role,
        key: maker.keyFingerprint,
        act: [...granted],
        scope: request.scope,
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { token, actions: granted, expiresAt };
    },

    async read(token, now) {
      const payload = await jwtVerify(token, key, {
        algorithms: ['HS256'],
        issuer,
        audience,
        currentDate: now,
      }).then(
        (result) => result.payload,
        // Whatever is wrong with it, it is no credential; the caller is told no more than that.
        () => null,
      );
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success || !keys.holds(claims.data.role, claims.data.key)) return null;
      const { jti, exp, role, act, scope } = claims.data;
      const rights = actionsOf(role);
      return {
        id: `token:${jti}`,
        kind: 'VIEWER_TOKEN',
        role,
        keyFingerprint: claims.data.key,
        // The role's table may have shrunk since the token was made.
        actions: new Set(act.filter((action) => rights.has(action))),
        scope,
        expiresAt: new Date(exp * 1000),
      };
    },
  };
}

function checkRequest({ scope, actions, lifetimeSeconds: seconds }: TokenRequest): void {
  const { min, max } = lifetimeSeconds;
  const lists = [scope.sdkAppIds, scope.roomIds, scope.recordingIds].filter((ids) => ids !== null);
  refuseFaults([
    ...(Number.isInteger(seconds) && seconds >= min && seconds <= max
      ? []
      : [{ field: 'input.lifetimeSeconds', got: String(seconds), allowed: `${min} to ${max}` }]),
    ...(actions?.length === 0
      ? [{ field: 'input.actions', got: 'an empty list', allowed: grantableActions.join(', ') }]
      : []),
    ...lists
      .filter((ids) => ids.length === 0 || ids.length > maxIds)
      .map((ids) => ({ field: 'input.scope', got: `${ids.length} ids`, allowed: `1 to ${maxIds} ids` })),
  ]);
}

/** Says why there is no principal, the same for every kind of wrong credential. */
export function unauthenticated(): DomainError {
  return new DomainError(
    'UNAUTHENTICATED',
    'caller',
    'A credential is needed: `Authorization: Bearer <API key or viewer token>`. None came, or it is wrong or has expired.',
  );
}
