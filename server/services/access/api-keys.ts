import { createHash, timingSafeEqual } from 'node:crypto';
import { everything, type Principal } from './principal.ts';
import { actionsOf, roles, type Role } from './roles.ts';

/** The four long-lived keys. Only their digests stay in memory; a fingerprint (16 hex digits) names one in tokens. */
export interface ApiKeys {
  find(secret: string): Principal | null;
  /** Whether a token of this key still stands. */
  holds(role: Role, fingerprint: string): boolean;
}

export function openApiKeys(secrets: Readonly<Record<Role, string>>): ApiKeys {
  const keys = roles.map((role) => {
    const digest = digestOf(secrets[role]);
    const fingerprint = digest.toString('hex').slice(0, 16);
    const principal: Principal = {
      id: `key:${role}:${fingerprint}`,
      kind: 'API_KEY',
      role,
      keyFingerprint: fingerprint,
      actions: actionsOf(role),
      scope: everything,
      expiresAt: null,
    };
    return { digest, principal };
  });
  return {
    find(secret) {
      const digest = digestOf(secret);
      // Every key is compared, so that the time taken tells neither which one matched nor how far.
      let found: Principal | null = null;
      for (const key of keys) if (timingSafeEqual(key.digest, digest)) found = key.principal;
      return found;
    },
    holds: (role, fingerprint) =>
      keys.some(({ principal }) => principal.role === role && principal.keyFingerprint === fingerprint),
  };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
