import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whipEndpoint } from '../../support/engine-process.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { openVodEngine } from '../../support/vod-engine.ts';
import { sendDatagrams } from '../../support/ice-client.ts';
import { shortOffer as offer } from '../../support/whip-offer.ts';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly token?: string | null;
  readonly type?: string | null;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('a WHIP endpoint', () => {
  let engine: VodEngine;
  beforeAll(async () => {
    engine = await openVodEngine();
  });
  afterAll(async () => {
    await engine.close();
  });
  const endpoint = (userId = 'u1', extra = '') =>
    whipEndpoint(engine.engine.ports['http']!, { room: 'class', userId, extra });

  async function ask(url: string, own: string, asked: Asked = {}) {
    const { method = 'POST', token = own, type = 'application/sdp', body = offer, headers = {} } = asked;
    const hasBody = method === 'POST' || method === 'PATCH' || method === 'PUT';
    const answer = await fetch(asked.path === undefined ? url : new URL(asked.path, url), {
      method,
      ...(hasBody ? { body } : {}),
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(type === null || !hasBody ? {} : { 'content-type': type }),
        ...headers,
      },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text };
  }
  const post = (asked: Asked = {}, extra = '') => {
    const { url, token } = endpoint('u1', extra);
    return ask(url, token, asked);
  };

  it.each<[string, Asked, string, number]>([
    ['another content type', { type: 'application/json' }, '', 415],
    ['no token', { token: null }, '', 401],
    ['a token that is no signature', { token: 'nonsense' }, '', 401],
    ['no session description', { body: 'hello' }, '', 400],
    ['an offer that would receive', { body: offer.replace('sendonly', 'recvonly') }, '', 406],
    ['codecs that are not taken', { body: offer.replace('H264', 'AV1') }, '', 406],
    ['a DTLS server', { body: offer.replace('actpass', 'passive') }, '', 422],
    ['a body beyond reason', { body: `${offer}${'a=x\r\n'.repeat(20_000)}` }, '', 413],
    ['an address that cannot be read', {}, '&streamtype=third', 400],
    ['GET', { method: 'GET' }, '', 405],
    ['PUT', { method: 'PUT' }, '', 405],
    ['DELETE', { method: 'DELETE' }, '', 405],
  ])('answers with the RFC’s code and a sentence: %s', async (_, asked, extra, status) => {
    const answer = await post(asked, extra);
    expect(answer).toMatchObject({ status });
    expect(answer.text.trim().length).toBeGreaterThan(10);
    expect(answer.text.trim()).not.toContain('\n');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    if (status === 405) expect(answer.headers.get('allow')).toBe('OPTIONS, POST');
  });

  it('refuses another user’s token, and an application that is not there', async () => {
    const { url } = endpoint('u1');
    expect(await ask(url, endpoint('u2').token)).toMatchObject({
      status: 401,
      text: 'usersig is for another user\n',
    });
    const stranger = url.replace('sdkappid=1400000123', 'sdkappid=1400000999');
    expect((await ask(stranger, endpoint('u1').token)).status).toBe(404);
  });

  it('has no use for a fingerprint by a hash that has no such name', async () => {
    const named = (name: string) => offer.replaceAll('fingerprint:sha-256', `fingerprint:${name}`);
    for (const name of ['constructor', 'toString', '__proto__', 'md5'])
      expect(await post({ body: named(name) })).toMatchObject({ status: 400 });
  });

  it('drops datagrams that are no DTLS, and lives', async () => {
    const { url, token } = endpoint('noise', '&streamid=whip-noise');
    const begun = await ask(url, token);
    expect(begun.status).toBe(201);
    const ice = {
      port: engine.engine.ports['whip']!,
      ufrag: /a=ice-ufrag:(.+?)\r/.exec(begun.text)![1]!,
      password: /a=ice-pwd:(.+?)\r/.exec(begun.text)![1]!,
    };
    const noise = Array.from({ length: 44 }, (_, type) => [
      Buffer.from([20 + type]),
      Buffer.from([20 + type, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 200, 200, 1]),
      Buffer.from([20 + type, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]),
      Buffer.from([20 + type, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0]),
      Buffer.from([20 + type, 254, 253, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0]),
    ]).flat();
    // Each check that is answered after the noise is the session's own.
    expect(await sendDatagrams(ice, noise)).toEqual({ before: true, after: true });
    const path = begun.headers.get('location')!;
    expect((await ask(url, token, { method: 'DELETE', path })).status).toBe(200);
  });

  it('tells a browser what it may ask', async () => {
    const answer = await post({ method: 'OPTIONS', token: null });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('accept-post')).toBe('application/sdp');
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH');
    expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it('opens a session that is found by its owner alone, restarts ICE, and ends', async () => {
    const { url, token } = endpoint('owner', '&streamid=whip-session');
    const begun = await ask(url, token);
    expect(begun.status).toBe(201);
    expect(begun.headers.get('content-type')).toContain('application/sdp');
    expect(begun.text).toContain('a=ice-lite');
    expect(begun.text).toContain(`127.0.0.1 ${String(engine.engine.ports['whip'])} typ host`);
    const path = begun.headers.get('location')!;
    const etag = begun.headers.get('etag')!;
    const fragmentType = 'application/trickle-ice-sdpfrag';
    const patch = (body: string, headers: Record<string, string> = {}, type = fragmentType) =>
      ask(url, token, { method: 'PATCH', path, body, headers, type });
    const candidates =
      'a=ice-ufrag:abcd\r\na=ice-pwd:x\r\nm=video 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n';

    expect((await ask(url, token, { method: 'GET', path })).status).toBe(405);
    expect((await ask(url, token, { method: 'POST', path })).status).toBe(405);
    expect((await patch(candidates)).status).toBe(428);
    expect((await patch(candidates, { 'if-match': etag }, 'application/sdp')).status).toBe(415);
    expect((await patch('{}', { 'if-match': etag })).status).toBe(400);
    expect((await patch(candidates, { 'if-match': '"another"' })).status).toBe(412);
    const trickled = await patch(candidates, { 'if-match': etag });
    expect(trickled.status).toBe(204);
    expect(trickled.headers.get('etag')).toBeNull();
    const restarted = await patch('a=ice-ufrag:efgh\r\na=ice-pwd:0123456789012345678901\r\n', {
      'if-match': '*',
    });
    expect(restarted.status).toBe(200);
    expect(restarted.text).toContain('a=ice-ufrag:');
    expect(restarted.headers.get('etag')).not.toBe(etag);
    expect((await patch(candidates, { 'if-match': etag })).status).toBe(412);

    // The same stream id from another user while it is live.
    const other = endpoint('other', '&streamid=whip-session');
    expect((await ask(other.url, other.token)).status).toBe(409);
    expect((await ask(url, endpoint('other').token, { method: 'DELETE', path })).status).toBe(401);
    expect((await ask(url, token, { method: 'DELETE', path, token: null })).status).toBe(401);
    expect((await ask(url, token, { method: 'DELETE', path })).status).toBe(200);
    expect((await ask(url, token, { method: 'DELETE', path })).status).toBe(404);
    expect((await ask(other.url, other.token)).status).toBe(201);
  });
});
