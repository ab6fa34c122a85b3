import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vod } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vod/index.js';
import { signTc3 } from '../../../wire/tc3.ts';
import { testCredential } from '../../support/engine-process.ts';
import type { VodEngine } from '../../support/vod-engine.ts';
import { openVodEngine } from '../../support/vod-engine.ts';

interface Sent {
  readonly secretKey?: string;
  readonly secretId?: string;
  /** Seconds beside this machine's clock. */
  readonly late?: number;
  readonly signedBody?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('a call that is not as it should be', () => {
  let house: VodEngine;
  beforeAll(async () => {
    house = await openVodEngine({ limitsRates: true });
  });
  afterAll(async () => {
    await house.close();
  });

  const body = '{"Limit":1}';
  const send = async (sent: Sent): Promise<string | null> => {
    const timestamp = Math.floor(Date.now() / 1000) + (sent.late ?? 0);
    const host = `127.0.0.1:${String(house.engine.ports['http'])}`;
    const contentType = 'application/json';
    const query = sent.query ?? '';
    const common = { method: 'POST', path: '/api', query, contentType, host } as const;
    const request = { ...common, body: sent.signedBody ?? body };
    const { secretId = testCredential.secretId, secretKey = testCredential.secretKey } = sent;
    const answer = await fetch(`http://${host}/api${query === '' ? '' : `?${query}`}`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-tc-action': 'SearchMedia',
        'x-tc-version': '2018-07-17',
        'x-tc-timestamp': String(timestamp),
        authorization: signTc3(request, { secretId, secretKey }, timestamp, 'vod'),
        ...sent.headers,
      },
      body,
    });
    expect(answer.status).toBe(200);
    const { Response } = (await answer.json()) as {
      Response: { RequestId: string; Error?: { Code: string } };
    };
    expect(Response.RequestId).toMatch(/^[\da-f-]{36}$/);
    return Response.Error?.Code ?? null;
  };

  it.each<[string, Sent, string | null]>([
    ['nothing', {}, null],
    ['the key', { secretKey: 'wrong' }, 'AuthFailure.SignatureFailure'],
    ['the id', { secretId: 'AKIDNOBODY' }, 'AuthFailure.SecretIdNotFound'],
    ['a clock that is late', { late: -301 }, 'AuthFailure.SignatureExpire'],
    ['a clock that is early', { late: 330 }, 'AuthFailure.SignatureExpire'],
    ['a body changed on its way', { signedBody: '{"Limit":2}' }, 'AuthFailure.SignatureFailure'],
    ['a time changed on its way', { headers: { 'x-tc-timestamp': '1' } }, 'AuthFailure.SignatureExpire'],
    ['no signature', { headers: { authorization: '' } }, 'AuthFailure.SignatureFailure'],
    ['an action that is not there', { headers: { 'x-tc-action': 'StartPuppetShow' } }, 'InvalidAction'],
    ['the version of another product', { headers: { 'x-tc-version': '2019-07-22' } }, 'NoSuchVersion'],
    ['two actions', { query: 'Action=DeleteMedia' }, 'InvalidParameter'],
    ['two versions', { query: 'Version=2019-07-22' }, 'InvalidParameter'],
    ['one action said twice', { query: 'Action=SearchMedia&Version=2018-07-17' }, null],
  ])('is answered in the vendor’s code: wrong is %s', async (_, sent, code) => {
    expect(await send(sent)).toBe(code);
  });

  it('is told to the SDK with its RequestId, and nothing is done', async () => {
    const [file] = await house.record('kept', 1);
    const stranger = new vod.v20180717.Client({
      credential: { ...testCredential, secretKey: 'wrong' },
      region: 'ap-guangzhou',
      profile: {
        httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${String(house.engine.ports['http'])}/api` },
      },
    });
    await expect(stranger.DeleteMedia({ FileId: file!.fileId })).rejects.toMatchObject({
      code: 'AuthFailure.SignatureFailure',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    });
    const { MediaInfoSet } = await house.vod().DescribeMediaInfos({ FileIds: [file!.fileId] });
    expect(MediaInfoSet).toHaveLength(1);
  });

  it('beyond the vendor’s rate is refused where the engine keeps to it', async () => {
    const codes = await Promise.all(
      Array.from({ length: 300 }, () =>
        house
          .live()
          .DescribeLiveRecordTemplates({})
          .then(
            () => 'ok',
            (error: unknown) => (error as { code?: string }).code ?? String(error),
          ),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(['ok', 'RequestLimitExceeded']));
  });
});
