import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vod } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vod/index.js';
import { describe, expect, it } from 'vitest';
import type { Tc3Request, Tc3Verdict } from '../../wire/tc3.ts';
import { parseAuthorization, signTc3, verifyTc3 } from '../../wire/tc3.ts';

const credential = { secretId: 'AKIDEXAMPLE', secretKey: 'secretKeyXYZ' };
const timestamp = 1_700_000_000;
const post: Tc3Request = {
  method: 'POST',
  path: '/',
  query: '',
  contentType: 'application/json',
  host: 'trtc.tencentcloudapi.com:9123',
  body: '{"SdkAppId":1400000123,"RoomId":1001}',
};
const get: Tc3Request = {
  method: 'GET',
  path: '/',
  query: 'SdkAppId=1400000123&RoomId=1001',
  contentType: 'application/x-www-form-urlencoded',
  host: '127.0.0.1:9123',
  body: '',
};
const keyOf = (id: string): string | null => (id === credential.secretId ? credential.secretKey : null);

describe('TC3-HMAC-SHA256', () => {
  it.each([
    [post, 'trtc', 'b5873d3e582c8a131c1884d620247fc9149c7ade53370489d98d04dcf60441f7'],
    [get, '127', 'd5fe1fd05626f8f1f93d841edfc51529267c30209b4479b6d3f4d9bc7209468b'],
  ] as const)('signs as the vendor’s SDK does (%#)', (request, service, signature) => {
    const header = signTc3(request, credential, timestamp, service);
    expect(parseAuthorization(header)).toEqual({
      secretId: 'AKIDEXAMPLE',
      date: '2023-11-14',
      service,
      signedHeaders: 'content-type;host',
      signature,
    });
    expect(verifyTc3(request, header, timestamp, timestamp + 300, keyOf)).toBe('ok');
  });

  const header = signTc3(post, credential, timestamp, 'trtc');
  it.each<[string, Partial<Tc3Request>, string, number, number, Tc3Verdict]>([
    ['another body', { body: '{}' }, header, timestamp, timestamp, 'wrong-signature'],
    ['another path', { path: '/x' }, header, timestamp, timestamp, 'wrong-signature'],
    ['another query', { query: 'a=1' }, header, timestamp, timestamp, 'wrong-signature'],
    ['another host', { host: 'vod.tencentcloudapi.com' }, header, timestamp, timestamp, 'wrong-signature'],
    ['another time in the header', {}, header, timestamp + 1, timestamp, 'wrong-signature'],
    ['a request of five minutes and a second ago', {}, header, timestamp, timestamp + 301, 'expired'],
    ['a request from the future', {}, header, timestamp, timestamp - 301, 'expired'],
    ['a stranger', {}, header.replace('AKIDEXAMPLE', 'AKIDOTHER'), timestamp, timestamp, 'unknown-secret-id'],
    ['no header', {}, '', timestamp, timestamp, 'malformed'],
    [
      'other signed headers',
      {},
      header.replace('content-type;host', 'host'),
      timestamp,
      timestamp,
      'malformed',
    ],
    ['no time', {}, header, Number.NaN, timestamp, 'malformed'],
  ])('refuses %s', (_, change, authorization, at, now, verdict) => {
    expect(verifyTc3({ ...post, ...change }, authorization, at, now, keyOf)).toBe(verdict);
  });

  it.each(['POST', 'GET'] as const)('verifies what the official SDK sends by %s', async (reqMethod) => {
    const verdicts: Tc3Verdict[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const [path = '', query = ''] = (request.url ?? '').split('?');
        const seen: Tc3Request = {
          method: request.method === 'GET' ? 'GET' : 'POST',
          path,
          query,
          contentType: request.headers['content-type'] ?? '',
          host: request.headers.host ?? '',
          body: Buffer.concat(chunks),
        };
        const at = Number(request.headers['x-tc-timestamp']);
        verdicts.push(verifyTc3(seen, request.headers.authorization ?? '', at, Date.now() / 1000, keyOf));
        response.end('{"Response":{"TotalCount":0,"MediaInfoSet":[],"RequestId":"r"}}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const agent = new Agent();
    try {
      const client = new vod.v20180717.Client({
        credential,
        region: 'ap-guangzhou',
        profile: {
          httpProfile: {
            protocol: 'http://',
            endpoint: `127.0.0.1:${String((server.address() as AddressInfo).port)}/api`,
            reqMethod,
            agent,
          },
        },
      });
      await client.SearchMedia({ StreamId: 'stream1001', Sort: { Field: 'CreateTime', Order: 'Desc' } });
      expect(verdicts).toEqual(['ok']);
    } finally {
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
