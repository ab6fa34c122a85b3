import { vod } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vod/index.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApplication, testCredential } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

interface Recording {
  readonly state: string;
  readonly playbackUrl: string | null;
  readonly files: readonly { readonly state: string; readonly subAppId: number | null }[];
}

describe('recordings of a sub-application through the whole house', () => {
  let house: TestHouse;
  beforeAll(async () => {
    // Files are looked for every two seconds.
    house = await openTestHouse(null, ['mp4'], { sweepMinutes: 2 / 60 });
  });
  afterAll(async () => {
    await house.close();
  });

  const recordingOf = async (userId: string): Promise<Recording | undefined> => {
    const { recordings } = await house.ask<{ recordings: { edges: { node: Recording }[] } }>(
      `query ($userId: String!) { recordings(filter: { userId: $userId }) { edges { node {
        state playbackUrl files { state subAppId } } } } }`,
      { userId },
    );
    return recordings.edges[0]?.node;
  };
  const record = async (userId: string): Promise<Recording> => {
    const { createJoinTicket: made } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      'mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }',
      { input: { room: { text: userId }, userId } },
    );
    expect((await startPublisher(made.ticket.rtmpUrl, 2).ended).code).toBe(0);
    return eventually(
      `the recording of ${userId} is ready`,
      async () => {
        const found = await recordingOf(userId);
        return found?.state === 'READY' ? found : null;
      },
      90_000,
    );
  };

  it('are found while it is off, lost with it when it is destroyed, and then in the main one', async () => {
    const { createSubApplication: all } = await house.ask<{
      createSubApplication: { subApplications: { subAppId: number; name: string }[] };
    }>(
      'mutation { createSubApplication(input: { name: "school", idempotencyKey: "s" }) { subApplications { subAppId name } } }',
    );
    const { subAppId } = all.subApplications.find(({ name }) => name === 'school')!;
    await house.ask(
      'mutation ($input: UpdateRecordingSettingsInput!) { updateRecordingSettings(input: $input) { application { sdkAppId } } }',
      { input: { settings: { subAppId }, idempotencyKey: 'home' } },
    );
    const setOpen = (isOpen: boolean) =>
      house.ask(
        'mutation ($input: SetSubApplicationOpenInput!) { setSubApplicationOpen(input: $input) { subApplications { subAppId } } }',
        { input: { subAppId, isOpen, idempotencyKey: `open ${String(isOpen)}` } },
      );
    await setOpen(false);
    const night = await record('night');
    expect(night.files).toEqual([{ state: 'READY', subAppId }]);
    expect((await fetch(night.playbackUrl!)).status).toBe(403);
    await setOpen(true);
    expect((await fetch(night.playbackUrl!)).status).toBe(200);

    // Behind our back: this API destroys none.
    const endpoint = `127.0.0.1:${String(house.enginePort)}/api`;
    const client = new vod.v20180717.Client({
      ...{ credential: testCredential, region: 'ap-guangzhou' },
      profile: { httpProfile: { protocol: 'http://', endpoint } },
    });
    await client.ModifySubAppIdStatus({ SubAppId: subAppId, Status: 'Destroyed' });
    await eventually(
      'what lay in it is lost',
      async () => (await recordingOf('night'))?.files[0]?.state === 'LOST',
      90_000,
    );
    const later = await record('later');
    expect(later.files).toEqual([{ state: 'READY', subAppId: null }]);
    expect((await fetch(later.playbackUrl!)).status).toBe(200);
    const { application } = await house.ask<{
      application: { settingsInEffect: { name: string; state: string; detail: string | null }[] };
    }>(
      `{ application(sdkAppId: ${String(testApplication.sdkAppId)}) { settingsInEffect { name state detail } } }`,
    );
    expect(application.settingsInEffect.find(({ name }) => name === 'subAppId')).toEqual({
      name: 'subAppId',
      state: 'CONTRADICTED',
      detail: 'Files were put into the main application; a sub-application that is destroyed takes none.',
    });
  });
});
