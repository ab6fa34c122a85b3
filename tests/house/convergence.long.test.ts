import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishClip, type ClipPublisher } from '../support/content/clip-publisher.ts';
import { makeNumberedClip } from '../support/content/numbered-clip.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse } from '../support/house.ts';
import { openTemporaryFolder } from '../support/temporary-folder.ts';

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly failure: string | null;
  readonly files: readonly { readonly state: string; readonly durationSeconds: number }[];
}

describe('a recording in whose middle something fails', () => {
  const folder = openTemporaryFolder();
  const clip = path.join(folder.path, 'clip.flv');
  let house: TestHouse;
  beforeAll(async () => {
    [house] = await Promise.all([openTestHouse(), makeNumberedClip(clip, { seconds: 14, bFrames: false })]);
  }, 60_000);
  afterAll(async () => {
    await house.close();
    folder.close();
  });

  async function publish(userId: string): Promise<ClipPublisher> {
    const { createJoinTicket } = await house.ask<{ createJoinTicket: { ticket: { rtmpUrl: string } } }>(
      `mutation ($input: CreateJoinTicketInput!) { createJoinTicket(input: $input) { ticket { rtmpUrl } } }`,
      { input: { room: { text: userId }, userId } },
    );
    return publishClip(createJoinTicket.ticket.rtmpUrl, clip);
  }

  /** The one recording of a user in a state; where the API is away meanwhile, it is asked again. */
  const inState = (userId: string, state: string): Promise<Seen> =>
    eventually(
      `the recording of ${userId} is ${state}`,
      async () => {
        const answer = await house
          .ask<{ recordings: { edges: { node: Seen }[] } }>(
            `query ($filter: RecordingFilterInput) { recordings(filter: $filter) { edges { node {
              id state failure files { state durationSeconds } } } } }`,
            { filter: { userId } },
          )
          .catch(() => null);
        const edges = answer?.recordings.edges ?? [];
        expect(edges.length).toBeLessThanOrEqual(1);
        return edges[0]?.node.state === state ? edges[0].node : null;
      },
      100_000,
    );

  async function eventsOf(userId: string): Promise<readonly string[]> {
    const sql = postgres(house.database.serverUrl, { max: 1 });
    try {
      const rows = await sql<{ type: string }[]>`
        select type from events where user_id = ${userId} and type like 'recording.%' order by xid, number`;
      return rows.map(({ type }) => type);
    } finally {
      await sql.end({ timeout: 5 });
    }
  }

  async function expectWhole(userId: string, seconds: number): Promise<void> {
    const recording = await inState(userId, 'READY');
    expect(recording.failure).toBeNull();
    expect(recording.files.map(({ state }) => state)).toEqual(['READY', 'READY']);
    for (const { durationSeconds } of recording.files) expect(durationSeconds).toBeGreaterThan(seconds);
    const events = await eventsOf(userId);
    expect(events.toSorted()).toEqual(
      [
        ...['recording.started', 'recording.ended', 'recording.ready'],
        ...['recording.file_announced', 'recording.file_announced'],
        ...['recording.file_ready', 'recording.file_ready'],
      ].toSorted(),
    );
  }

  it('is whole, with all its events once, when the database was away', async () => {
    const publisher = await publish('dana');
    await inState('dana', 'RECORDING');
    await publisher.reached(4);
    const name = new URL(house.database.adminUrl).pathname.slice(1);
    const cluster = new URL(house.database.adminUrl);
    cluster.pathname = '/postgres';
    const sql = postgres(cluster.href, { max: 1, onnotice: () => undefined });
    try {
      await sql`alter database ${sql(name)} with allow_connections false`;
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await publisher.reached(8);
      await sql`alter database ${sql(name)} with allow_connections true`;
    } finally {
      await sql.end({ timeout: 5 });
    }
    expect(await publisher.ended).toEqual({ code: 0, said: '' });
    await expectWhole('dana', 13.8);
  }, 150_000);

  it('is finished, with all its events once, when engine and server were killed together', async () => {
    const publisher = await publish('emil');
    await inState('emil', 'RECORDING');
    await publisher.reached(7);
    for (const { pid } of [house.engine, house.server]) process.kill(pid, 'SIGKILL');
    await Promise.all([house.engine.ended, house.server.ended, publisher.ended]);
    [house.server, house.engine] = [await house.startServer(), await house.startEngine()];
    // A fragment of two seconds at most is lost.
    await expectWhole('emil', 4.5);
  }, 200_000);
});
