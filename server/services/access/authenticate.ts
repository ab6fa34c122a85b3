import type { ApiKeys } from './api-keys.ts';
import type { Principal } from './principal.ts';
import { unauthenticated, type ViewerTokens } from './viewer-tokens.ts';

export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

/** Reads `Bearer …`: an API key or a viewer token. Throws UNAUTHENTICATED. */
export function authenticator(keys: ApiKeys, tokens: ViewerTokens, clock: () => Date): Authenticate {
  return async (authorization) => {
    const secret = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) throw unauthenticated();
    const principal = keys.find(secret) ?? (await tokens.read(secret, clock()));
    if (principal === null) throw unauthenticated();
    return principal;
  };
}
