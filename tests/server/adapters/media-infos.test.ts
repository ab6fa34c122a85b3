import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClients, type TencentClients } from '../../../server/adapters/tencent/clients.ts';
import { openMediaInfos } from '../../../server/adapters/tencent/media-infos.ts';
import { testCredential } from '../../support/engine-process.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

describe('files that are described', () => {
  let house: VodEngine;
  let clients: TencentClients;
  const calls: string[][] = [];
  let infos: ReturnType<typeof openMediaInfos>;

  beforeAll(async () => {
    house = await openVodEngine();
    const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
    clients = openClients({ ...testCredential, region: 'ap-guangzhou', endpoint });
    const { vod } = clients;
    const ask = vod.DescribeMediaInfos.bind(vod);
    vod.DescribeMediaInfos = (request) => {
      calls.push(request.FileIds);
      return ask(request);
    };
    infos = openMediaInfos({ vod });
  });
  afterAll(async () => {
    clients.close();
    await house.close();
  });

  it('at the same time share calls of twenty, each answered with its own', async () => {
    const files = await house.record('described');
    const nobody = Array.from(
      { length: 20 },
      (_, index) => `38770230000000${String(index).padStart(4, '0')}`,
    );
    calls.length = 0;
    const [first, again, ...others] = await Promise.all(
      [files[0]!.fileId, files[0]!.fileId, files[1]!.fileId, ...nobody].map((id) => infos.describe(id, null)),
    );
    expect(first).toMatchObject({ FileId: files[0]!.fileId });
    expect(again).toEqual(first);
    expect(others[0]).toMatchObject({ FileId: files[1]!.fileId });
    expect(others.slice(1)).toEqual(nobody.map(() => 'MISSING'));
    expect(calls.map(({ length }) => length)).toEqual([19, 3]);
  }, 60_000);

  it('are asked for anew each time', async () => {
    calls.length = 0;
    for (let time = 0; time < 2; time++)
      expect(await infos.describe('5285890000000000000', null)).toBe('MISSING');
    expect(calls).toHaveLength(2);
  });

  it('are lost with a sub-application that its account destroyed, and not with one that refuses', async () => {
    const { SubAppId } = await clients.vod.CreateSubAppId({ Name: 'gone' });
    const subAppId = SubAppId!;
    for (const Status of ['Off', 'Destroyed'])
      await clients.vod.ModifySubAppIdStatus({ SubAppId: subAppId, Status });
    expect(await infos.describe('5285890000000000000', subAppId)).toBe('MISSING');
  });
});
