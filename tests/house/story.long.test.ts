import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { probe, soundOnsets } from '../support/probe.ts';
import { startPublisher } from '../support/publisher.ts';

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly kind: string;
  readonly userId: string | null;
  readonly room: { readonly name: string; readonly state: string } | null;
  readonly files: readonly {
    readonly format: string;
    readonly state: string;
    readonly sizeBytes: number;
    readonly durationSeconds: number;
    readonly playbackUrl: string | null;
  }[];
}

const listQuery = `query Recordings($filter: RecordingFilterInput) {
  recordings(filter: $filter) { edges { node {
    id state kind userId room { name state }
    files { format state sizeBytes durationSeconds playbackUrl }
  } } }
}`;

describe('the house', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openTestHouse();
  });
  afterAll(async () => {
    await house.close();
  });

  async function ticket(room: object, userId: string): Promise<string> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
      { input: { room, userId } },
    );
    return createJoinTicket.ticket.rtmpUrl;
  }
  async function list(filter: object = {}): Promise<readonly Listed[]> {
    const { recordings } = await house.ask<{ recordings: { edges: { node: Listed }[] } }>(listQuery, {
      filter,
    });
    return recordings.edges.map(({ node }) => node);
  }
  const ready = (userId: string): Promise<Listed> =>
    eventually(`the recording of ${userId} is ready`, async () => {
      const [found] = await list({ userId });
      // The end of the room is told by a callback of its own.
      return found?.state === 'READY' && found.room?.state === 'ENDED' ? found : null;
    });

  it('records who publishes with a ticket, plays it, and says what it cost', async () => {
    const address = await ticket({ number: 1001 }, 'ada');
    expect(await startPublisher(address, 4).ended).toEqual({ code: 0, said: '' });
    const recording = await ready('ada');
    expect(recording).toMatchObject({ kind: 'STREAM', room: { name: '1001', state: 'ENDED' } });
    expect(recording.files.map(({ format, state }) => `${format} ${state}`)).toEqual([
      'HLS READY',
      'MP4 READY',
    ]);
    for (const { playbackUrl, durationSeconds } of recording.files) {
      const { video, durationSeconds: played } = await probe(playbackUrl!);
      expect(video).toMatchObject({ codec: 'h264', frames: 60 });
      expect(Math.abs(played - 4)).toBeLessThan(0.1);
      expect(Math.abs(durationSeconds - 4)).toBeLessThan(0.1);
    }
    const costQuery = `query Cost($id: ID!, $book: ID) { recording(id: $id) { cost(book: $book) {
      book { id } total subtotals { charge amount } lines { charge why } } } }`;
    const cost = await eventually('playback is counted', async () => {
      const { recording: priced } = await house.ask<{
        recording: {
          cost: { book: { id: string }; total: string; subtotals: { charge: string; amount: string }[] };
        };
      }>(costQuery, { id: recording.id, book: 'seed-2022' }, testApiKeys.finance);
      const of = (charge: string): number =>
        Number(priced.cost.subtotals.find((subtotal) => subtotal.charge === charge)!.amount);
      return of('PLAYBACK') > 0 && of('STORAGE') > 0 ? priced.cost : null;
    });
    expect(cost.book.id).toBe('seed-2022');
    // Nobody else recorded this month: both channels are its own.
    expect(cost.subtotals.find(({ charge }) => charge === 'RECORDING')!.amount).toBe('10.5882');
    await expect(house.ask(costQuery, { id: recording.id }, testApiKeys.frontend)).rejects.toThrow(
      'FORBIDDEN',
    );
  });

  it('keeps a beep where it was sent, and camera and screen of one user apart', async () => {
    const camera = await ticket({ text: 'beeps' }, 'hedy');
    const publishers = [startPublisher(camera, 5), startPublisher(`${camera}&streamtype=aux`, 5)];
    for (const { ended } of publishers) expect(await ended).toEqual({ code: 0, said: '' });
    const recordings = await eventually('both recordings are ready', async () => {
      const found = await list({ userId: 'hedy' });
      return found.length === 2 && found.every(({ state }) => state === 'READY') ? found : null;
    });
    for (const { files } of recordings) {
      expect(files).toHaveLength(2);
      for (const { playbackUrl } of files) {
        const onsets = await soundOnsets(playbackUrl!);
        expect(onsets).toHaveLength(5);
        // The encoder's run-up and its blocks of 21 ms leave some hundredths.
        for (const [second, onset] of onsets.entries()) expect(Math.abs(onset - second)).toBeLessThan(0.06);
      }
    }
    const { rooms } = await house.ask<{ rooms: { edges: { node: { streams: { type: string }[] } }[] } }>(
      'query { rooms(filter: { name: { text: "beeps" } }) { edges { node { streams { type } } } } }',
    );
    expect(rooms.edges.flatMap(({ node }) => node.streams.map(({ type }) => type)).sort()).toEqual([
      'AUX',
      'MAIN',
    ]);
  });

  it('refuses a publisher without a right signature, who reads why', async () => {
    const address = (await ticket({ text: 'closed' }, 'eve')).replace(
      /usersig=[^&]+/,
      'usersig=eJwrzS3LTM5OTE',
    );
    const { code, said } = await startPublisher(address, 2).ended;
    expect(code).not.toBe(0);
    expect(said).toContain('usersig');
  });

  it('loses no callback when the server is killed while it records', async () => {
    const publisher = startPublisher(await ticket({ text: 'steady' }, 'grace'), 5);
    await eventually('the recording is known', async () => (await list({ userId: 'grace' })).length === 1);
    process.kill(house.server.pid, 'SIGKILL');
    await house.server.ended;
    expect((await publisher.ended).code).toBe(0);
    house.server = await house.startServer();
    // What was sent meanwhile is repeated: files and statuses after a minute at most, room events after ten seconds.
    const recording = await eventually(
      'the recording is ready',
      async () => {
        const [found] = await list({ userId: 'grace' });
        return found?.state === 'READY' && found.room?.state === 'ENDED' ? found : null;
      },
      90_000,
    );
    expect(recording.files).toHaveLength(2);
    // The provider repeats a recording's callbacks after a minute.
  }, 150_000);

  it('replays events after a cursor and goes on live, to who may see them', async () => {
    const { createViewerToken } = await house.ask<{ createViewerToken: { token: string } }>(
      `mutation ($input: CreateViewerTokenInput!) { createViewerToken(input: $input) { token } }`,
      { input: { scope: { user: { userId: 'ada' } } } },
    );
    const client = createClient({
      url: `${house.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${createViewerToken.token}` },
    });
    interface Told {
      readonly recordingEvents: { readonly type: string; readonly cursor: string; readonly userId: string };
    }
    const query =
      'subscription ($after: String, $all: Boolean! = false) { recordingEvents(after: $after, fromBeginning: $all) { type cursor userId } }';
    const types: string[] = [];
    const users = new Set<string>();
    let cursor = '';
    for await (const { data } of client.iterate<Told>({ query, variables: { all: true } })) {
      types.push(data!.recordingEvents.type);
      users.add(data!.recordingEvents.userId);
      cursor = data!.recordingEvents.cursor;
      if (types.includes('RECORDING_READY')) break;
    }
    expect(types.slice(0, 1)).toEqual(['RECORDING_STARTED']);
    expect([...users]).toEqual(['ada']);

    const later = client.iterate<Told>({ query, variables: { after: cursor } });
    const publisher = startPublisher(await ticket({ text: 'live' }, 'ada'), 2);
    const seen: string[] = [];
    for await (const { data } of later) {
      seen.push(data!.recordingEvents.type);
      if (seen.at(-1) === 'RECORDING_READY') break;
    }
    expect(seen[0]).toBe('RECORDING_STARTED');
    await publisher.ended;
    await client.dispose();
  });

  it('deletes once for one key, and says so in the list', async () => {
    const recording = await ready('ada');
    const mutation = `mutation ($input: DeleteRecordingsInput!) {
      deleteRecordings(input: $input) { recordings { id state } failures { code } }
    }`;
    const input = { recordingIds: [recording.id], permanently: true, idempotencyKey: 'delete-1' };
    const first = await house.ask(mutation, { input });
    expect(first).toEqual({
      deleteRecordings: { recordings: [{ id: recording.id, state: 'DELETED' }], failures: [] },
    });
    expect(await house.ask(mutation, { input })).toEqual(first);
    const other = { ...input, recordingIds: [recording.id, recording.id + 'x'] };
    await expect(house.ask(mutation, { input: other })).rejects.toThrow(/BAD_INPUT|IDEMPOTENCY_CONFLICT/);
    expect((await fetch(recording.files[0]!.playbackUrl!)).status).toBe(404);
  });
});
