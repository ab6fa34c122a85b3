import type { Random } from './seeded-random.ts';

export interface HttpDoors {
  readonly server: string;
  readonly engine: string;
  readonly adminKey: string;
  readonly sdkAppId: number;
  readonly random: Random;
}

/** A request of noise and what it was answered; an answer of 500 and above is the house's own fault. */
export interface Answered {
  readonly what: string;
  readonly status: number;
}

const patienceMs = 20_000;

async function send(what: string, url: string, init: RequestInit): Promise<Answered> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(patienceMs) });
  await answer.arrayBuffer();
  return { what: `${what} (${url.replace(/^http:\/\/[^/]+/, '').slice(0, 60)})`, status: answer.status };
}

const json = { 'content-type': 'application/json' };

/** JSON of any form and depth. */
function anyValue(random: Random, depth: number): unknown {
  switch (random.whole(0, depth > 0 ? 7 : 4)) {
    case 0:
      return null;
    case 1:
      return random.whole(-1e9, 1e9) * (random.fraction() < 0.2 ? 1e300 : 1);
    case 2:
      return random.bytes(random.whole(0, 40)).toString('latin1');
    case 3:
      return random.fraction() < 0.5;
    case 4:
      return '';
    case 5:
      return Array.from({ length: random.whole(0, 5) }, () => anyValue(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random.whole(0, 6) }, () => [
          random.pick([
            'event_type',
            'stream_id',
            'EventInfo',
            'sign',
            't',
            'query',
            'variables',
            '__proto__',
          ]),
          anyValue(random, depth - 1),
        ]),
      );
  }
}

/** Ways to be a nuisance to the two HTTP servers, by their names. */
export const httpNoises: Readonly<Record<string, (doors: HttpDoors) => Promise<Answered>>> = {
  'random bytes as a query': ({ server, random }) =>
    send('bytes', `${server}/graphql`, {
      method: 'POST',
      headers: json,
      body: new Uint8Array(random.bytes(random.whole(0, 3000))),
    }),
  'JSON of any form as a query': ({ server, adminKey, random }) =>
    send('any JSON', `${server}/graphql`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${adminKey}` },
      body: JSON.stringify(anyValue(random, 4)),
    }),
  'a deep query': ({ server, adminKey, random }) => {
    const depth = random.whole(10, 2000);
    const query = `query { ${'room { '.repeat(depth)} id ${'}'.repeat(depth)} }`;
    return send('a deep query', `${server}/graphql`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({ query }),
    });
  },
  'wrong variables': ({ server, adminKey, random }) =>
    send('wrong variables', `${server}/graphql`, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${adminKey}` },
      body: JSON.stringify({
        query: `query ($filter: RecordingFilterInput, $after: String, $first: Int!) {
          recordings(filter: $filter, after: $after, first: $first) { edges { node { id } } } }`,
        variables: { filter: anyValue(random, 3), after: anyValue(random, 0), first: anyValue(random, 0) },
      }),
    }),
  'callbacks of any form': ({ server, sdkAppId, random }) =>
    send('a callback', `${server}/callbacks/tencent/${random.pick(['css', 'trtc'])}/${sdkAppId}`, {
      method: 'POST',
      headers: { ...json, sign: random.bytes(24).toString('base64'), sdkappid: String(sdkAppId) },
      body: random.fraction() < 0.3 ? new Uint8Array(random.bytes(200)) : JSON.stringify(anyValue(random, 4)),
    }),
  'API calls of any form': ({ engine, random }) =>
    send(
      'an API call',
      `${engine}/api?Action=${random.pick(['SearchMedia', 'DeleteMedia', '%00', 'x'])}&Version=${random.pick(['2018-07-17', '', '2019-07-22'])}&Offset=${random.whole(-5, 1e6)}`,
      {
        method: random.pick(['GET', 'POST']),
        headers: { ...json, authorization: `TC3-HMAC-SHA256 ${random.bytes(60).toString('base64')}` },
      },
    ),
  'paths out of the library': ({ engine, random }) => {
    const step = (): string =>
      random.pick(['..', '%2e%2e', '1300000123', '%00', 'playlist.m3u8', '....//', 'etc', 'passwd']);
    const path = Array.from({ length: random.whole(1, 9) }, step).join('/');
    return send('a path', `${engine}/vod/${path}?t=1&sign=${random.whole(0, 1e9)}`, {
      headers: { range: `bytes=${random.whole(-9, 9)}-` },
    });
  },
};
