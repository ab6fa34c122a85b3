import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../cli/database/migrate.ts';
import type { ChannelColumns, FileColumns } from '../../../domain/billing/usage-columns.ts';
import { columnsOfChannels, columnsOfFiles } from '../../../domain/billing/usage-columns.ts';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import { openStore, type Store } from '../../../server/adapters/postgres/store.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const june = Date.parse('2026-06-01T00:00:00+08:00');
const identity = { room: null, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await openTestDatabase();
  store = openStore(database.serverUrl);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

type Columns = ChannelColumns | FileColumns;

/** Columns as rows, in one order. */
function rowsOf(columns: Columns): readonly string[] {
  const all = Object.values(columns) as Float64Array[];
  return Array.from(all[0]!, (_, row) => all.map((column) => column[row]).join(' ')).toSorted();
}

async function streamed(parts: AsyncIterable<Columns>): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const columns of parts) rows.push(...rowsOf(columns));
  return rows.toSorted();
}

/** A recording of one stream, its facts in the order in which they happen. */
const factsOf = (name: string, fromMs: number, untilMs: number, height: number): StreamFact[] => {
  const size = { width: (height * 16) / 9, height };
  return [
    { type: 'push-started', sequence: name, atMs: fromMs, ...size, identity },
    { type: 'record-started', sessionId: name, format: 'mp4', atMs: fromMs },
    { type: 'record-started', sessionId: name, format: 'aac', atMs: fromMs + 5 },
    { type: 'record-ended', sessionId: name, format: 'mp4', atMs: untilMs },
    { type: 'push-ended', sequence: name, startedAtMs: fromMs, atMs: untilMs, ...size, identity },
  ];
};

describe('raw usage as it is streamed', () => {
  it('has the channels that recordings and their streams have, in whatever order and how often their facts came', async () => {
    let sdkAppId = 1_400_100_000;
    const session = fc.record({
      fromMs: fc.integer({ min: june - 2 * dayMs, max: june + 3 * dayMs }),
      lengthMs: fc.integer({ min: 1, max: 2 * dayMs }),
      height: fc.constantFrom(360, 720),
      order: fc.array(fc.nat(4), { minLength: 3, maxLength: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(session, { maxLength: 6 }), async (sessions) => {
        sdkAppId += 1;
        for (const [number, { fromMs, lengthMs, height, order }] of sessions.entries()) {
          const streamId = `s${String(number)}`;
          const facts = factsOf(streamId, fromMs, fromMs + lengthMs, height);
          for (const which of order)
            await store.facts.take([{ about: 'stream', sdkAppId, streamId, fact: facts[which]! }]);
        }
        for (const [fromMs, untilMs] of [
          [june, june + dayMs],
          [june - 7 * dayMs, june + 24 * dayMs],
        ] as const) {
          const known = await store.usage.recordingChannels(sdkAppId, fromMs, untilMs);
          const got = await streamed(store.usageStream.channels(sdkAppId, { fromMs, untilMs }));
          const wanted = rowsOf(columnsOfChannels(known));
          expect(got.map(withoutLoneHeight)).toEqual(wanted.map(withoutLoneHeight));
        }
      }),
      { numRuns: 12 },
    );
  }, 240_000);

  it('gives a second recording of one stream the picture of that stream, also when its size is told last', async () => {
    const sdkAppId = 1_600_100_001;
    const take = (fact: StreamFact) =>
      store.facts.take([{ about: 'stream', sdkAppId, streamId: 'two', fact }]);
    const begun = (taskId: string, seconds: number): StreamFact => ({
      ...{ type: 'record-started', sessionId: taskId, taskId, format: 'mp4', atMs: june + seconds * 1000 },
    });
    await take(begun('a', 1));
    await take(begun('b', 2));
    await take({
      ...{ type: 'push-ended', sequence: '1', startedAtMs: june, atMs: june + minuteMs },
      ...{ width: 640, height: 360, identity },
    });
    const known = await store.usage.recordingChannels(sdkAppId, june, june + dayMs);
    const period = { fromMs: june, untilMs: june + dayMs };
    const got = await streamed(store.usageStream.channels(sdkAppId, period));
    expect(got).toEqual(rowsOf(columnsOfChannels(known)));
    expect(got.map((row) => row.split(' ').slice(2))).toEqual([
      ['640', '360'],
      ['640', '360'],
    ]);
  });

  it('has each file once that was put in or went, to the edges of a time', async () => {
    const sdkAppId = 1_400_200_001;
    const period = { fromMs: june, untilMs: june + dayMs };
    const edges = [-dayMs, -1, 0, 1, 3_599_999, 3_600_000, dayMs - 1, dayMs, dayMs + 1];
    const files = edges.flatMap((put) =>
      [null, ...edges.filter((gone) => gone > put)].map((gone) => ({ put, gone })),
    );
    for (const fact of factsOf('f', june - minuteMs, june, 720))
      await store.facts.take([{ about: 'stream', sdkAppId, streamId: 'f', fact }]);
    const sql = postgres(database.serverUrl, { max: 1 });
    try {
      const [recording] = await sql<
        { id: string }[]
      >`select id from recordings where sdk_app_id = ${sdkAppId}`;
      await sql`insert into recording_files ${sql(
        files.map(({ put, gone }, number) => ({
          ...{ id: crypto.randomUUID(), recording_id: recording!.id, sdk_app_id: sdkAppId },
          ...{ file_id: `edge${String(number)}`, format: 'mp4', state: 'READY', bytes: 1000 + number },
          ...{ started_at: new Date(june), ended_at: new Date(june), created_at: new Date(june + put) },
          deleted_at: gone === null ? null : new Date(june + gone),
        })),
      )}`;
    } finally {
      await sql.end();
    }
    const known = await store.usage.storedFiles(sdkAppId, june - 10 * dayMs, june + 10 * dayMs);
    const changed = known.filter(
      ({ fromMs, untilMs }) =>
        (fromMs >= period.fromMs && fromMs < period.untilMs) ||
        (untilMs !== null && untilMs > period.fromMs && untilMs <= period.untilMs),
    );
    expect(changed.length).toBeGreaterThan(20);
    expect(await streamed(store.usageStream.changedFiles(sdkAppId, period))).toEqual(
      rowsOf(columnsOfFiles(changed)),
    );
    const kept = known.filter(({ fromMs, untilMs }) => fromMs < june && (untilMs === null || untilMs > june));
    expect(await store.usageStream.keptBytes(sdkAppId, june)).toBe(
      kept.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n),
    );
  }, 240_000);

  it('is known of what was recorded before it was kept', async () => {
    const folder = openTemporaryFolder();
    const admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
    const address = new URL(database.adminUrl);
    address.searchParams.set('search_path', 'former,public');
    const sql = postgres(address.href, { max: 1, onnotice: () => undefined });
    const house = path.join(import.meta.dirname, '../../../server/adapters/postgres/migrations');
    const copy = (which: (name: string) => boolean): void => {
      for (const name of readdirSync(house).filter(which))
        copyFileSync(path.join(house, name), path.join(folder.path, name));
    };
    const channels = (format: string) =>
      sql.json([{ format, startMs: june, endMs: null }]) as unknown as string;
    const [stream, second, sound, task] = Array.from({ length: 4 }, () => crypto.randomUUID());
    const about = { sdk_app_id: 7, stream_id: 's', stream_type: 'main', started_at: new Date(june) };
    const own = { has_stream: true, duplicate_of: null, task_id: null };
    const recording = { ...about, ...own, kind: 'STREAM', state: 'RECORDING' };
    try {
      await admin`create schema former`;
      await admin`alter extension pg_trgm set schema public`;
      copy((name) => name < '072');
      await migrate(address.href, folder.path);
      await sql`insert into streams ${sql([
        { ...about, id: stream, state: 'LIVE', width: 640, height: 360 },
        { ...about, id: sound, state: 'LIVE', width: 640, height: 360 },
      ])}`;
      await sql`insert into recordings ${sql([
        { ...recording, id: stream, channels: channels('mp4') },
        { ...recording, id: second, has_stream: false, duplicate_of: stream, channels: channels('hls') },
        { ...recording, id: sound, channels: channels('aac') },
        {
          ...recording,
          id: task,
          has_stream: false,
          task_id: 't',
          channels: sql.json([]) as unknown as string,
        },
      ])}`;
      const file = { format: 'mp4', state: 'READY', width: null, height: null };
      const times = { started_at: new Date(june), ended_at: new Date(june), created_at: new Date(june) };
      const picture = { width: 320, height: 180, ended_at: new Date(june + minuteMs) };
      await sql`insert into recording_files ${sql([
        { ...file, ...times, id: crypto.randomUUID(), recording_id: stream, file_id: 'f', bytes: 1 },
        {
          ...file,
          ...times,
          ...picture,
          id: crypto.randomUUID(),
          recording_id: task,
          file_id: 'g',
          bytes: 2,
        },
      ])}`;
      copy(() => true);
      await migrate(address.href, folder.path);
      const former = openStore(address.href);
      try {
        const period = { fromMs: june, untilMs: june + dayMs };
        const start = String(june);
        expect((await streamed(former.usageStream.channels(7, period))).map(withoutLoneHeight)).toEqual([
          `${start} ${String(june + minuteMs)} 320 180`,
          `${start} NaN 640 360`,
          `${start} NaN 640 360`,
          `${start} NaN NaN`,
        ]);
        expect(await streamed(former.usageStream.changedFiles(7, period))).toEqual([
          `1 ${start} NaN`,
          `2 ${start} NaN`,
        ]);
      } finally {
        await former.close();
      }
    } finally {
      await sql.end();
      await admin.end();
      folder.close();
    }
  }, 240_000);
});

/** Without a width nobody asks for the height. */
const withoutLoneHeight = (row: string): string => row.replace(/ NaN \S+$/, ' NaN');
