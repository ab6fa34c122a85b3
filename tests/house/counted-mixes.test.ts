import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPublishing, type Publishing } from '../../client/core/publishing.ts';
import { openUsageStore } from '../../server/adapters/postgres/usage-store.ts';
import { testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import { openTestHouse, type TestHouse } from '../support/house.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';

interface Mix {
  readonly id: string;
  readonly state: string;
  readonly askedBy: string | null;
  readonly intoOwnStream: boolean;
  readonly recordId: string | null;
  readonly streamId: string;
  readonly width: number;
  readonly stoppedAt: string | null;
}
const room = { text: 'class' };

describe('mixes that the provider counts', () => {
  let house: TestHouse;
  const publishers: Publisher[] = [];
  beforeAll(async () => {
    house = await openTestHouse();
  });
  afterAll(async () => {
    for (const { process } of publishers) process.kill('SIGKILL');
    await Promise.all(publishers.map(({ ended }) => ended));
    await house.close();
  });

  const join = async (userId: string): Promise<Publishing> => {
    const { createJoinTicket } = await house.ask<{
      createJoinTicket: { ticket: Parameters<typeof createPublishing>[0] & { readonly rtmpUrl: string } };
    }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket {
        rtmpUrl sdkAppId roomName roomKind userId userSig publishingUrl platform { platform } } } }`,
      { input: { room, userId, platform: 'WEB' } },
    );
    const { ticket } = createJoinTicket;
    publishers.push(startPublisher(ticket.rtmpUrl, 600, '320x180'));
    return createPublishing(ticket);
  };
  const mixes = async (): Promise<readonly Mix[]> => {
    const { rooms } = await house.ask<{ rooms: { edges: { node: { mixes: Mix[] } }[] } }>(
      `{ rooms { edges { node { mixes {
        id state askedBy intoOwnStream recordId streamId width stoppedAt } } } } }`,
    );
    return rooms.edges.flatMap(({ node }) => node.mixes);
  };
  const used = async () => {
    const sql = postgres(house.database.serverUrl, { max: 1 });
    try {
      const { sdkAppId } = testApplication;
      return await openUsageStore(sql).mixes(sdkAppId, Date.now() - 3_600_000, Date.now() + 3_600_000);
    } finally {
      await sql.end();
    }
  };

  it('are those of users’ SDKs too: with their rooms, their state and what they took', async () => {
    const ann = await join('ann');
    await join('bob');
    await eventually(
      'ann is live and mixes',
      () =>
        ann
          .setMixTranscodingConfig({
            ...{ mode: 'preset-layout', videoWidth: 480, videoHeight: 270, videoFramerate: 10 },
            mixUsers: [
              { userId: '$PLACE_HOLDER_LOCAL_MAIN$', width: 480, height: 270, zOrder: 0 },
              { userId: '$PLACE_HOLDER_REMOTE$', width: 160, height: 90, zOrder: 1 },
            ],
          })
          .then(
            () => true,
            () => false,
          ),
      90_000,
    );
    const [running] = await eventually('it is known', async () => {
      const known = await mixes();
      return known.length === 1 && known;
    });
    expect(running).toMatchObject({
      ...{ state: 'RUNNING', askedBy: 'ann', intoOwnStream: true, recordId: null, width: 480 },
    });
    const stop = house.ask(
      'mutation ($input: StopMixedRecordingInput!) { stopMixedRecording(input: $input) { mix { id } } }',
      { input: { mixId: running!.id, idempotencyKey: 'stop' } },
    );
    await expect(stop).rejects.toThrow('ann alone changes and ends it');
    await eventually('both pictures are counted', async () => {
      const [mix] = await used();
      return mix?.counted?.some(({ inputs, inputArea }) => inputs === 2 && inputArea === 2 * 320 * 180);
    });
    await ann.setMixTranscodingConfig(null);
    await eventually('it is over', async () => (await mixes())[0]!.state === 'STOPPED');
    const [mix] = await eventually('all of it is counted', async () => {
      const all = await used();
      const ms = (all[0]!.counted ?? []).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      return Math.abs(all[0]!.endMs! - all[0]!.startMs - ms) < 3000 && all;
    });
    expect(mix).toMatchObject({ width: 480, height: 270, recordingId: null });
    // Ann's own stream goes on as it was, and is no mix.
    const { rooms } = await house.ask<{
      rooms: { edges: { node: { streams: { userId: string; type: string; state: string }[] } }[] };
    }>('{ rooms { edges { node { streams { userId type state } } } } }');
    const streams = rooms.edges.flatMap(({ node }) => node.streams);
    expect(streams.toSorted((one, other) => one.userId.localeCompare(other.userId))).toEqual([
      { userId: 'ann', type: 'MAIN', state: 'LIVE' },
      { userId: 'bob', type: 'MAIN', state: 'LIVE' },
    ]);
  }, 240_000);

  it('are those that were asked for here, counted by what went in', async () => {
    const { startMixedRecording } = await house.ask<{ startMixedRecording: { mix: Mix } }>(
      `mutation ($input: StartMixedRecordingInput!) { startMixedRecording(input: $input) { mix { id } } }`,
      { input: { room: { name: room }, recordId: 'lesson', idempotencyKey: 'start' } },
    );
    const { id } = startMixedRecording.mix;
    await eventually('it is counted', async () =>
      (await used()).some(
        ({ recordingId, counted }) =>
          recordingId !== null && counted?.some(({ inputArea }) => inputArea === 2 * 320 * 180),
      ),
    );
    expect((await mixes()).filter((mix) => mix.id === id)).toMatchObject([
      { state: 'RUNNING', askedBy: null, intoOwnStream: false, recordId: 'lesson' },
    ]);
    await house.ask(
      'mutation ($input: StopMixedRecordingInput!) { stopMixedRecording(input: $input) { mix { id } } }',
      { input: { mixId: id, idempotencyKey: 'end' } },
    );
    expect(await mixes()).toHaveLength(2);
  }, 240_000);
});
