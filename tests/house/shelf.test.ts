import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommonClient } from 'tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js';
import { eventually } from '../support/eventually.ts';
import { testCredential } from '../support/engine-process.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly isHeld: boolean;
  readonly purgeAt: string | null;
  readonly tags: readonly string[];
  readonly playbackUrl: string | null;
  readonly files: readonly {
    readonly fileId: string;
    readonly format: string;
    readonly state: string;
    readonly expiresAt: string | null;
    readonly playbackUrl: string | null;
  }[];
}

const secondsInADay = 86_400;
const shown = `id state isHeld purgeAt tags playbackUrl files { fileId format state expiresAt playbackUrl }`;

describe('the shelf before a real engine', () => {
  let house: TestHouse;
  let cloud: CommonClient;
  beforeAll(async () => {
    // The trash is emptied after four seconds, and files are looked for every two.
    house = await openTestHouse(null, undefined, { trashDays: 4 / secondsInADay, sweepMinutes: 2 / 60 });
    const endpoint = `127.0.0.1:${String(house.enginePort)}/api`;
    cloud = new CommonClient(endpoint, '2018-07-17', {
      credential: testCredential,
      region: 'ap-guangzhou',
      profile: { httpProfile: { protocol: 'http://', endpoint } },
    });
  });
  afterAll(async () => {
    await house.close();
  });

  let number = 0;
  async function record(): Promise<Shown> {
    number += 1;
    const userId = `person${String(number)}`;
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
      { input: { room: { text: `room${String(number)}` }, userId } },
    );
    expect((await startPublisher(createJoinTicket.ticket.rtmpUrl, 2).ended).code).toBe(0);
    return eventually(`the recording of ${userId} is ready`, async () => {
      const { recordings } = await house.ask<{ recordings: { edges: { node: Shown }[] } }>(
        `query ($userId: String!) { recordings(filter: { userId: $userId }) { edges { node { ${shown} } } } }`,
        { userId },
      );
      const found = recordings.edges[0]?.node;
      return found?.state === 'READY' ? found : null;
    });
  }
  const show = async (id: string): Promise<Shown> =>
    (await house.ask<{ recording: Shown }>(`query ($id: ID!) { recording(id: $id) { ${shown} } }`, { id }))
      .recording;
  const until = (what: string, id: string, fits: (recording: Shown) => boolean): Promise<Shown> =>
    eventually(what, async () => {
      const recording = await show(id);
      return fits(recording) ? recording : null;
    });
  let keys = 0;
  async function change<T>(name: string, input: object, answer: string, apiKey?: string): Promise<T> {
    keys += 1;
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const answered = await house.ask<Record<string, T>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} } }`,
      { input: { ...input, idempotencyKey: `shelf-${String(keys)}` } },
      apiKey,
    );
    return answered[name]!;
  }

  it('closes what is put into the trash, opens what comes back, and purges what stays', async () => {
    const { id, playbackUrl } = await record();
    expect((await fetch(playbackUrl!)).status).toBe(200);
    await change('deleteRecordings', { recordingIds: [id] }, 'failures { message }');
    const trashed = await show(id);
    expect(trashed).toMatchObject({ state: 'TRASHED', playbackUrl: null });
    expect(trashed.purgeAt).not.toBeNull();
    expect((await fetch(playbackUrl!)).ok).toBe(false);
    expect(await change('restoreRecordings', { recordingIds: [id] }, 'failures { message }')).toEqual({
      failures: [],
    });
    expect((await fetch(playbackUrl!)).status).toBe(200);
    expect((await show(id)).state).toBe('READY');

    await change('deleteRecordings', { recordingIds: [id] }, 'failures { message }');
    process.kill(house.server.pid, 'SIGKILL');
    await house.server.ended;
    house.server = await house.startServer();
    await until('the trash is emptied after a kill', id, ({ state }) => state === 'DELETED');
    expect((await fetch(playbackUrl!)).status).toBe(404);
  });

  it('holds against the purge, and lets go when released', async () => {
    const { id, files } = await record();
    const hold = (held: boolean) =>
      change<{ failures: unknown[] }>(
        'setLegalHold',
        { recordingIds: [id], held, reason: 'claim 4711' },
        'failures { message } recordings { isHeld }',
      );
    expect(await hold(true)).toEqual({ failures: [], recordings: [{ isHeld: true }] });
    const refused = await change<{ failures: { code: string }[] }>(
      'deleteRecordings',
      { recordingIds: [id], permanently: true },
      'failures { code }',
    );
    expect(refused.failures).toEqual([{ code: 'CONFLICT' }]);
    const { MediaInfoSet } = (await cloud.request('DescribeMediaInfos', {
      FileIds: files.map(({ fileId }) => fileId),
    })) as { MediaInfoSet: { BasicInfo: { ExpireTime: string } }[] };
    expect(MediaInfoSet.map(({ BasicInfo }) => BasicInfo.ExpireTime)).toEqual([
      '9999-12-31T23:59:59Z',
      '9999-12-31T23:59:59Z',
    ]);
    expect(await hold(false)).toEqual({ failures: [], recordings: [{ isHeld: false }] });
    await change('deleteRecordings', { recordingIds: [id], permanently: true }, 'failures { code }');
    expect((await show(id)).state).toBe('DELETED');
  });

  it('notices a deletion behind our back', async () => {
    const { id, files } = await record();
    const mp4 = files.find(({ format }) => format === 'MP4')!;
    await cloud.request('DeleteMedia', { FileId: mp4.fileId });
    const after = await until('the loss is noticed', id, ({ files: now }) =>
      now.some(({ state }) => state === 'LOST'),
    );
    expect(after.files.find(({ format }) => format === 'MP4')!.state).toBe('LOST');
    expect(after.state).toBe('READY');
    const { auditLog } = await house.ask<{ auditLog: { edges: { node: { fileId: string } }[] } }>(
      `query ($id: ID!) { auditLog(filter: { recordingId: $id, actions: [RECORDING_LOSS] }) { edges { node { fileId } } } }`,
      { id },
    );
    expect(auditLog.edges.map(({ node }) => node.fileId)).toEqual([mp4.fileId]);
  });

  it('puts tags and descriptions where the vendor’s own search finds them', async () => {
    const { id } = await record();
    await change(
      'updateRecording',
      { recordingId: id, addTags: ['evidence', 'room-a'], description: 'Second hearing' },
      'recording { tags }',
      testApiKeys.frontend,
    );
    expect((await show(id)).tags).toEqual(['evidence', 'room-a']);
    const found = (await cloud.request('SearchMedia', { Tags: ['evidence'] })) as { TotalCount: number };
    expect(found.TotalCount).toBe(2);
    const { recordings } = await house.ask<{
      recordings: { totalCount: number; facet: { value: string; count: number }[] };
    }>(`query { recordings(filter: { text: "HEARING" }) { totalCount facet(by: TAG) { value count } } }`);
    expect(recordings).toEqual({
      totalCount: 1,
      facet: [
        { value: 'evidence', count: 1 },
        { value: 'room-a', count: 1 },
      ],
    });
  });

  it('says who was given which grant and who watched, and takes a grant back at once', async () => {
    const { id } = await record();
    const made = await change<{ grant: { id: string }; playback: { url: string }; revocation: string }>(
      'createPlaybackGrant',
      { recordingId: id, viewer: 'the judge', expiresInSeconds: 600 },
      'grant { id viewer } playback { url grantId } revocation',
      testApiKeys.frontend,
    );
    expect(made).toMatchObject({ grant: { viewer: 'the judge' }, revocation: 'IMMEDIATE' });
    expect(made.playback.url).toContain(`us=${made.grant.id}`);
    const watched = await fetch(made.playback.url);
    expect(watched.status).toBe(200);
    const bytes = (await watched.arrayBuffer()).byteLength;
    const viewing = await eventually('it is written down who watched', async () => {
      const { recording } = await house.ask<{
        recording: { viewings: { grantId: string; bytes: number; requests: number }[] };
      }>('query ($id: ID!) { recording(id: $id) { viewings { grantId bytes requests } } }', { id });
      return recording.viewings.find(({ grantId }) => grantId === made.grant.id) ?? null;
    });
    expect(viewing).toMatchObject({ bytes, requests: 1 });
    await house.ask(
      'mutation ($input: RevokePlaybackGrantInput!) { revokePlaybackGrant(input: $input) { revocation } }',
      { input: { grantId: made.grant.id } },
      testApiKeys.frontend,
    );
    expect((await fetch(made.playback.url)).status).toBe(403);
    const { auditLog } = await house.ask<{
      auditLog: { edges: { node: { action: string; role: string; detail: { viewer: string } } }[] };
    }>(`query ($id: ID!) { auditLog(filter: { grantId: $id }) { edges { node { action role detail } } } }`, {
      id: made.grant.id,
    });
    expect(auditLog.edges.map(({ node }) => node)).toMatchObject([
      { action: 'PLAYBACK_REVOKE', role: 'frontend' },
      { action: 'PLAYBACK_GRANT', role: 'frontend', detail: { viewer: 'the judge' } },
    ]);
    await expect(house.ask('query { auditLog { totalCount } }', {}, testApiKeys.frontend)).rejects.toThrow(
      'FORBIDDEN',
    );
  });
});
