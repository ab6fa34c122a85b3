import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { openApiKeys } from '../../../server/services/access/api-keys.ts';
import { authenticator } from '../../../server/services/access/authenticate.ts';
import {
  everything,
  requireAction,
  requireWholeApplication,
  type Principal,
} from '../../../server/services/access/principal.ts';
import {
  actionsOf,
  grantableActions,
  roles,
  type GrantableAction,
} from '../../../server/services/access/roles.ts';
import { openViewerTokens, type TokenRequest } from '../../../server/services/access/viewer-tokens.ts';

const secrets = {
  admin: 'admin-secret-of-the-test',
  frontend: 'frontend-secret-of-the-test',
  finance: 'finance-secret-of-the-test',
  partner: 'partner-secret-of-the-test',
};
const tokenSecret = 'the-secret-that-signs-viewer-tokens';
const now = new Date('2026-11-24T12:00:00Z');
const keys = openApiKeys(secrets);
const tokens = openViewerTokens(tokenSecret, keys);
const oneApplication = { ...everything, sdkAppIds: [1_400_000_123] };

function request(part: Partial<TokenRequest> = {}): TokenRequest {
  return { scope: oneApplication, actions: null, lifetimeSeconds: 3600, ...part };
}

function keyOf(role: (typeof roles)[number]): Principal {
  return keys.find(secrets[role])!;
}

describe('API keys', () => {
  it('are found by their secret and by nothing else', () => {
    for (const role of roles) expect(keys.find(secrets[role])?.role).toBe(role);
    for (const wrong of ['', 'admin', `${secrets.admin} `, secrets.admin.toUpperCase()]) {
      expect(keys.find(wrong)).toBeNull();
    }
  });

  it('leave only the admin key to delete, and keep media from finance and partners and money from the others', () => {
    const may = (action: (typeof grantableActions)[number]) =>
      roles.filter((role) => actionsOf(role).has(action));
    expect(may('DELETE')).toEqual(['admin']);
    expect(may('PLAY')).toEqual(['admin', 'frontend']);
    expect(may('COSTS')).toEqual(['admin', 'finance']);
    expect(may('ESTIMATE')).toEqual(['admin', 'frontend', 'finance']);
    expect(may('JOIN')).toEqual(['admin', 'frontend']);
    expect(may('MIX')).toEqual(['admin', 'frontend']);
    expect(may('READ')).toEqual([...roles]);
  });

  it('refuse by naming what is missing', () => {
    expect(() => {
      requireAction(keyOf('partner'), 'PLAY');
    }).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', message: expect.stringContaining('PLAY') as string }),
    );
  });
});

describe('a viewer token', () => {
  it('carries its scope and what its maker may look at', async () => {
    const made = await tokens.make(keyOf('finance'), request(), now);
    expect(made.actions).toEqual(['READ', 'EVENTS', 'COSTS', 'ESTIMATE']);
    const read = await tokens.read(made.token, now);
    expect(read).toMatchObject({ kind: 'VIEWER_TOKEN', role: 'finance', scope: oneApplication });
    expect([...(read?.actions ?? [])]).toEqual(made.actions);
    expect(read?.expiresAt).toEqual(new Date('2026-11-24T13:00:00Z'));
  });

  it.each(roles)('never carries more than the %s key that makes it', async (role) => {
    for (const action of grantableActions) {
      const making = tokens.make(keyOf(role), request({ actions: [action] }), now);
      if (actionsOf(role).has(action)) await expect(making).resolves.toMatchObject({ actions: [action] });
      else await expect(making).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('makes no tokens', async () => {
    const { token } = await tokens.make(keyOf('admin'), request({ actions: [...grantableActions] }), now);
    const principal = (await tokens.read(token, now))!;
    await expect(tokens.make(principal, request(), now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('ends on the second', async () => {
    const { token } = await tokens.make(keyOf('admin'), request({ lifetimeSeconds: 60 }), now);
    expect(await tokens.read(token, new Date(now.getTime() + 59_000))).not.toBeNull();
    expect(await tokens.read(token, new Date(now.getTime() + 60_000))).toBeNull();
  });

  it('ends with the key that made it', async () => {
    const { token } = await tokens.make(keyOf('frontend'), request(), now);
    const replaced = openApiKeys({ ...secrets, frontend: 'another-frontend-secret' });
    expect(await openViewerTokens(tokenSecret, replaced).read(token, now)).toBeNull();
  });

  it('is worth nothing when changed, signed by another or not signed at all', async () => {
    const { token } = await tokens.make(keyOf('admin'), request(), now);
    const [head, body, sign] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    const wider = Buffer.from(JSON.stringify({ ...claims, scope: everything })).toString('base64url');
    const other = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from('another secret'));
    const unsigned = new UnsecuredJWT(claims).encode();
    const wrongAudience = await new SignJWT({ ...claims, aud: 'elsewhere' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(tokenSecret));
    for (const forged of [
      `${head}.${wider}.${sign}`,
      other,
      unsigned,
      wrongAudience,
      '',
      'a.b.c',
      token.slice(0, -2),
    ]) {
      expect(await tokens.read(forged, now)).toBeNull();
    }
  });

  it('says every fault of a request at once', async () => {
    const tooMany = Array.from({ length: 101 }, (_, index) => `room-${index}`);
    const bad = request({ lifetimeSeconds: 59, actions: [], scope: { ...everything, roomIds: tooMany } });
    await expect(tokens.make(keyOf('admin'), bad, now)).rejects.toMatchObject({
      code: 'BAD_INPUT',
      faults: [{ field: 'input.lifetimeSeconds' }, { field: 'input.actions' }, { field: 'input.scope' }],
    });
    for (const lifetimeSeconds of [86_401, 0, -1, 1.5, Number.NaN]) {
      await expect(tokens.make(keyOf('admin'), request({ lifetimeSeconds }), now)).rejects.toThrow();
    }
  });
});

describe('authentication', () => {
  const authenticate = authenticator(keys, tokens, () => now);

  it('takes a key or a token as a bearer', async () => {
    const { token } = await tokens.make(keyOf('admin'), request(), now);
    await expect(authenticate(`Bearer ${secrets.partner}`)).resolves.toMatchObject({
      kind: 'API_KEY',
      role: 'partner',
    });
    await expect(authenticate(`bearer ${token}`)).resolves.toMatchObject({
      kind: 'VIEWER_TOKEN',
      role: 'admin',
    });
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${secrets.admin}`,
    secrets.admin,
    `Bearer ${secrets.admin} x`,
  ])('refuses %j', async (authorization) => {
    await expect(authenticate(authorization)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('sums over an application', () => {
  const narrow = (scope: Partial<Principal['scope']>): Principal => ({
    ...keyOf('admin'),
    actions: new Set<GrantableAction>(['COSTS']),
    scope: { ...everything, ...scope },
  });

  it('are for keys and for tokens of that application', () => {
    requireWholeApplication(keyOf('finance'), null);
    requireWholeApplication(narrow({ sdkAppIds: [1] }), 1);
  });

  it.each([
    [{ sdkAppIds: [1] }, null],
    [{ sdkAppIds: [1] }, 2],
    [{ roomIds: ['r'] }, 1],
    [{ recordingIds: ['r'] }, 1],
    [{ sdkAppIds: [1], userId: 'u' }, 1],
  ])('are not for a token of %j over %j', (scope, sdkAppId) => {
    expect(() => {
      requireWholeApplication(narrow(scope), sdkAppId);
    }).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  });
});
