import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Child } from '../../../cli/child.ts';
import { openClients, type TencentClients } from '../../../server/adapters/tencent/clients.ts';
import { callOwn } from '../../../server/adapters/tencent/own-actions.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import {
  startEngineProcess,
  testApplication,
  testCredential,
  testEngineConfig,
} from '../../support/engine-process.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const describeApplication = {
  action: 'DescribeApplication',
  changesSomething: false,
  onCloud: 'Tencent has no call for it.',
};

describe('calls that the vendor lacks', () => {
  const folder = openTemporaryFolder();
  let database: TestDatabase;
  let engine: Child;
  let clients: TencentClients;

  beforeAll(async () => {
    database = await openTestDatabase();
    const callbackUrls = { css: 'http://127.0.0.1:9/css', trtc: 'http://127.0.0.1:9/trtc' };
    engine = await startEngineProcess(
      testEngineConfig({ databaseUrl: database.engineUrl, folder: folder.path, callbackUrls }),
    );
    const endpoint = `127.0.0.1:${String(engine.ports['http'])}/api`;
    clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
  });
  afterAll(async () => {
    clients.close();
    await engine.stop();
    await database.close();
    folder.close();
  });

  it('are answered by an engine of ours, signed like the vendor’s', async () => {
    const { sdkAppId } = testApplication;
    const answer = await callOwn(clients, { ...describeApplication, parameters: { SdkAppId: sdkAppId } });
    expect(answer).toMatchObject({ SdkAppId: sdkAppId, Kind: 'legacy' });
  });

  it('say what the engine refuses in our codes', async () => {
    const unknown = callOwn(clients, { ...describeApplication, parameters: { SdkAppId: 1 } });
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND', fault: 'caller' });
  });

  it('are refused with a sentence on Tencent’s cloud, before anything is sent', async () => {
    const cloud = openClients({ ...testCredential, endpoint: null, region: 'ap-guangzhou' });
    try {
      await expect(callOwn(cloud, { ...describeApplication, parameters: {} })).rejects.toMatchObject({
        code: 'UNSUPPORTED',
        message: 'Tencent has no call for it.',
      });
    } finally {
      cloud.close();
    }
  });
});
