import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { trtc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/trtc/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { translateError } from '../../../server/adapters/tencent/errors.ts';
import { isWorthAnother } from '../../../server/adapters/tencent/guarded-client.ts';
import { describeError } from '../../../server/graphql/errors/client-error.ts';
import { callsPerSecond, RateWindow } from '../../../wire/rate-limits.ts';
import { testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const day = { StartTime: today, EndTime: today };
const region = 'ap-guangzhou';

describe('calls at the vendor’s rates', () => {
  let house: VodEngine;
  beforeAll(async () => {
    house = await openVodEngine({ limitsRates: true });
  });
  afterAll(() => house.close());
  const clients = () =>
    openClients({
      ...{ ...testCredential, region },
      endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api`,
    });

  it('are counted by action within any second', () => {
    const window = new RateWindow();
    const allowed = callsPerSecond('DescribeTrtcUsage');
    expect(Array.from({ length: allowed }, () => window.take('DescribeTrtcUsage', 100))).toEqual(
      Array.from({ length: allowed }, () => 0),
    );
    expect(window.take('DescribeTrtcUsage', 600)).toBe(500);
    expect(window.take('DescribeRecordingUsage', 600)).toBe(0);
    expect(window.take('DescribeTrtcUsage', 1100)).toBe(0);
  });

  it('are refused beyond them by an engine that is set so, and never exceeded by our own clients', async () => {
    const burst = (client: InstanceType<typeof trtc.v20190722.Client>) =>
      Promise.allSettled(Array.from({ length: 12 }, () => client.DescribeTrtcUsage(day)));
    const codes = (await burst(house.trtc())).map((result) =>
      result.status === 'fulfilled' ? 'ok' : (result.reason as { readonly code: string }).code,
    );
    expect(new Set(codes)).toEqual(new Set(['ok', 'RequestLimitExceeded']));
    const guarded = clients();
    const results = await burst(guarded.trtc);
    guarded.close();
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  }, 60_000);

  it('keep the vendor’s number of a refused call up to whoever asked', async () => {
    const guarded = clients();
    const refused = await guarded.trtc
      .DismissRoom({ SdkAppId: 1400000123, RoomId: 404 })
      .catch((error: unknown) => error);
    guarded.close();
    const error = translateError(refused, 'DismissRoom', true);
    expect(error).toMatchObject({
      code: 'ROOM_EMPTY',
      providerRequestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
    expect(describeError(error, 'trace').extensions.providerRequestId).toBe(error.providerRequestId);
  });
});

describe('a failed call', () => {
  it.each([
    ['DeleteMedia', { code: 'RequestLimitExceeded' }, true],
    ['DeleteMedia', new Error('socket hang up'), false],
    ['DeleteMedia', { code: 'InternalError' }, false],
    ['StartMCUMixTranscode', new Error('network timeout'), false],
    ['DescribeMediaInfos', new Error('socket hang up'), true],
    ['SearchMedia', { code: 'InternalError.DBError' }, true],
    ['SearchMedia', { code: 'InvalidParameterValue.Text' }, false],
    ['PullEvents', new Error('network timeout'), false],
  ])('of %s by %o is made again: %s', (action, error, again) => {
    expect(isWorthAnother(action, error)).toBe(again);
  });

  it('reaches the provider again where it only asks, once where it changes something', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      const action = String(request.headers['x-tc-action']);
      seen.push(action);
      if (seen.filter((each) => each === action).length === 1) {
        request.socket.destroy();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ Response: { RequestId: 'r', MediaInfoSet: [] } }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const guarded = openClients({ ...testCredential, endpoint, region });
    expect(await guarded.vod.DescribeMediaInfos({ FileIds: ['1'] })).toMatchObject({ RequestId: 'r' });
    await expect(guarded.vod.DeleteMedia({ FileId: '1' })).rejects.toThrow();
    expect(seen).toEqual(['DescribeMediaInfos', 'DescribeMediaInfos', 'DeleteMedia']);
    guarded.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends at once, and is not made again, when its clients are closed', async () => {
    let asked = 0;
    // Answers nobody.
    const server = createServer(() => {
      asked += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const guarded = openClients({ ...testCredential, endpoint, region });
    const calls = [
      guarded.vod.DescribeMediaInfos({ FileIds: ['1'] }),
      guarded.trtc.DismissRoom({ SdkAppId: 1, RoomId: 1 }),
    ].map((call) => call.catch((error: unknown) => error));
    await eventually('both are asked', () => asked === 2);
    guarded.close();
    for (const call of calls) expect(await call).toBeInstanceOf(Error);
    await expect(guarded.vod.DescribeMediaInfos({ FileIds: ['1'] })).rejects.toThrow(/abort/i);
    expect(asked).toBe(2);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
