import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  dueCallbacks,
  markDelivered,
  markFailed,
  untilNextCallback,
} from '../../../engine/library/callback-outbox.ts';
import type { Happening } from '../../../engine/library/facts.ts';
import type { Library } from '../../../engine/library/library.ts';
import { openLibrary } from '../../../engine/library/library.ts';
import { searchMedia } from '../../../engine/library/media-search.ts';
import { markDeleted, mediaByIds } from '../../../engine/library/media-store.ts';
import { mixesLeft } from '../../../engine/library/mix-store.ts';
import { interruptedBefore, roomsBetween } from '../../../engine/library/room-store.ts';
import { addTraffic, trafficBetween } from '../../../engine/library/traffic-store.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { openTemporaryFolder } from '../../support/temporary-folder.ts';

const errors: string[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
const startMs = Date.UTC(2026, 0, 2, 3, 4, 5);

function closedFile(number: number, name = `u1_main_${String(number)}`): Happening {
  const fileId = String(number).padStart(20, '0');
  return {
    fact: {
      type: 'file-closed',
      sessionId: 's',
      name,
      context: {
        sdkAppId: 1400000123,
        room: { kind: 'int', value: 1001 },
        userId: 'u1',
        streamType: 'main',
        streamId: number % 2 === 0 ? 'even' : 'odd',
        pushSequence: '1',
        nameHead: 'u1_main',
        streamParam: null,
      },
      file: {
        fileId,
        format: 'mp4',
        path: `${fileId}/f0.mp4`,
        startedAtMs: startMs,
        endedAtMs: startMs + 5000,
        durationMs: 5000,
        bytes: 7_000_000_000,
        video: { codec: 'h264', width: 640, height: 360, frames: 75 },
        audio: { codec: 'aac', sampleRate: 48000, channels: 2 },
        recovered: false,
      },
    },
    callbacks: [
      { key: `file/${fileId}`, sdkAppId: 1_400_000_123, kind: 'css', event: { kind: 'file', fileId } },
    ],
  };
}

function remember(library: Library, commId: string): Promise<void> {
  const room = { kind: 'int', value: 9 } as const;
  return library.remember({
    fact: { type: 'room-created', commId, sdkAppId: 1400000123, room, creator: 'u1', atMs: startMs },
    callbacks: [],
  });
}

/** Somebody else writes the same room, and has not decided yet. */
async function hold(library: Library, commId: string): Promise<{ free(): Promise<unknown> }> {
  const held = Promise.withResolvers<null>();
  const freed = Promise.withResolvers<null>();
  const writing = library.sql.begin(async (transaction) => {
    await transaction`
      insert into rooms (comm_id, sdk_app_id, room_kind, room, creator, created_at, run)
      values (${commId}, 1, 'int', '9', 'u1', now(), 'other')`;
    held.resolve(null);
    await freed.promise;
  });
  await held.promise;
  return {
    free() {
      freed.resolve(null);
      return writing;
    },
  };
}

async function waitsForOther(library: Library): Promise<void> {
  await eventually('what was remembered waits for what somebody else writes', async () => {
    const waiting = await library.sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return waiting.length > 0;
  });
}

describe('the library', () => {
  let database: TestDatabase;
  const folder = openTemporaryFolder();
  const opened: Library[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((library) => library.close()));
  });
  afterAll(async () => {
    await database.close();
    folder.close();
  });

  async function open(run: string, url = database.engineUrl, spool = run): Promise<Library> {
    const library = await openLibrary({
      databaseUrl: url,
      spoolFolder: path.join(folder.path, spool),
      run,
      log,
    });
    opened.push(library);
    return library;
  }

  it('finds files by id, stream, name and prefix, and takes a wildcard for what it is', async () => {
    const library = await open('search');
    for (const number of [1, 2, 3]) await library.remember(closedFile(number));
    await library.remember(closedFile(4, '100%_sure'));
    await library.settled();
    const query = { subAppId: null, order: 'Asc', offset: 0, limit: 10 } as const;
    const ids = async (asked: object): Promise<number[]> =>
      (await searchMedia(library.sql, { ...query, ...asked })).files.map(({ fileId }) => Number(fileId));
    expect(await ids({})).toEqual([1, 2, 3, 4]);
    expect(await ids({ streamIds: ['odd'] })).toEqual([1, 3]);
    expect(await ids({ words: ['0%'] })).toEqual([4]);
    // The best match first, then the youngest.
    expect(await ids({ words: ['U1_MAIN'] })).toEqual([3, 2, 1]);
    expect(await ids({ namePrefixes: ['u1_', '100%'] })).toEqual([1, 2, 3, 4]);
    expect(await ids({ namePrefixes: ['1_'] })).toEqual([]);
    expect(await ids({ offset: 1, limit: 2 })).toEqual([2, 3]);
    expect(await searchMedia(library.sql, { ...query, limit: 1 })).toMatchObject({ total: 4 });

    expect(await mediaByIds(library.sql, ['00000000000000000002', '7'])).toMatchObject([
      { bytes: 7_000_000_000, durationMs: 5000, width: 640, startedAt: new Date(startMs) },
    ]);
    expect(await markDeleted(library.sql, '00000000000000000002', null)).toBe(true);
    expect(await markDeleted(library.sql, '00000000000000000002', null)).toBe(false);
    expect(await ids({ streamIds: ['even'] })).toEqual([4]);
  });

  it('keeps what happens while the database is away, and brings it in when it is back, once', async () => {
    const away = new URL(database.engineUrl);
    away.port = '1';
    const without = await open('away', away.href);
    await without.remember(closedFile(11));
    await without.remember(closedFile(12));
    await without.close();
    opened.splice(0);

    const back = await open('back', database.engineUrl, 'away');
    let told = 0;
    back.onCallbacks(() => (told += 1));
    await back.settled();
    expect(told).toBeGreaterThan(0);
    // The same happening once more, as after a kill between the database and the spool.
    await back.remember(closedFile(11));
    await back.settled();
    expect(await mediaByIds(back.sql, ['00000000000000000011', '00000000000000000012'])).toHaveLength(2);
    const [row] = await back.sql<{ n: number }[]>`
      select count(*)::int as n from callbacks where key = 'file/00000000000000000011'`;
    expect(row).toEqual({ n: 1 });
  });

  it('goes on behind a happening that the database refuses', async () => {
    const library = await open('refused');
    const wrong = closedFile(21);
    if (wrong.fact.type !== 'file-closed') throw new Error('unreachable');
    const negative = { ...wrong, fact: { ...wrong.fact, file: { ...wrong.fact.file, bytes: -1 } } };
    await Promise.all([library.remember(closedFile(20)), library.remember(negative)]);
    await library.remember(closedFile(22));
    await library.settled();
    // Nothing behind it that could settle in its stead.
    const last = { ...negative, fact: { ...negative.fact, sessionId: 'last' } };
    await library.remember(last);
    await library.settled();
    const ids = ['20', '21', '22'].map((id) => id.padStart(20, '0'));
    const found = await mediaByIds(library.sql, ids);
    expect(found.map(({ fileId }) => Number(fileId)).sort()).toEqual([20, 22]);
  });

  it('waits for what was remembered before, and not for what goes on happening', async () => {
    const library = await open('busy');
    const [first, second] = [await hold(library, 'busy-1'), await hold(library, 'busy-2')];
    try {
      await remember(library, 'busy-1');
      await waitsForOther(library);
      const settled = library.settled();
      await remember(library, 'busy-2');
      await first.free();
      await settled;
    } finally {
      await Promise.all([first.free(), second.free()]);
    }
    await library.settled();
    await library.sql`delete from rooms where comm_id in ('busy-1', 'busy-2')`;
  });

  it('outlives a disk that cannot be read for a while, and brings in then what lies on it', async () => {
    const library = await open('unreadable');
    const first = await hold(library, 'unreadable-1');
    const spool = path.join(folder.path, 'unreadable');
    await remember(library, 'unreadable-1');
    await waitsForOther(library);
    // More than is held in memory.
    const many = Array.from({ length: 2000 }, () => ({ fact: { type: 'nothing' }, callbacks: [] }) as const);
    await Promise.all([...many, closedFile(41)].map((happening) => library.remember(happening)));
    const [name] = readdirSync(spool);
    renameSync(path.join(spool, name!), path.join(spool, 'away'));
    errors.splice(0);
    await first.free();
    await eventually('it is found unreadable', () => errors.some((line) => line.includes('ENOENT')));
    renameSync(path.join(spool, 'away'), path.join(spool, name!));
    await library.settled();
    expect(await mediaByIds(library.sql, ['41'.padStart(20, '0')])).toHaveLength(1);
    await library.sql`delete from rooms where comm_id = 'unreadable-1'`;
  });

  it('knows what an earlier process left open', async () => {
    const former = await open('former');
    const room = { kind: 'int', value: 7 } as const;
    const commId = '1400000123_7_1';
    const facts: Happening['fact'][] = [
      { type: 'room-created', commId, sdkAppId: 1400000123, room, creator: 'u1', atMs: startMs },
      { type: 'user-entered', commId, userId: 'u1', atMs: startMs },
      { type: 'user-entered', commId, userId: 'u2', atMs: startMs + 1000 },
      { type: 'user-left', commId, userId: 'u1', atMs: startMs + 2000 },
      { type: 'push-started', sequence: '91', streamId: 's', atMs: startMs, event: { live: true } },
      { type: 'push-started', sequence: '92', streamId: 't', atMs: startMs, event: {} },
      { type: 'push-ended', sequence: '92', atMs: startMs + 1 },
    ];
    for (const fact of facts) await former.remember({ fact, callbacks: [] });
    await former.settled();
    expect(await interruptedBefore(former.sql, 'former')).toEqual({ rooms: [], pushes: [] });

    const next = await open('next');
    expect(await interruptedBefore(next.sql, 'next')).toEqual({
      rooms: [
        {
          ...{ commId, sdkAppId: 1400000123, room, creator: 'u1', createdAt: new Date(startMs) },
          users: [{ userId: 'u2', joinedAt: new Date(startMs + 1000) }],
        },
      ],
      pushes: [{ sequence: '91', startedAt: new Date(startMs), event: { live: true } }],
    });
    const asked = { sdkAppId: 1400000123, room: '7', offset: 0, limit: 10 };
    const hour = 3_600_000;
    const during = { ...asked, from: new Date(startMs), until: new Date(startMs + hour) };
    expect((await roomsBetween(next.sql, during)).rooms).toMatchObject([{ commId, destroyedAt: null }]);
    const before = { ...asked, from: new Date(0), until: new Date(startMs - hour) };
    expect(await roomsBetween(next.sql, before)).toEqual({ total: 0, rooms: [] });
  });

  it('knows what a process left open that never reached the database', async () => {
    const away = new URL(database.engineUrl);
    away.port = '1';
    const lost = await open('lost', away.href);
    const [room, commId, mixId] = [{ kind: 'int', value: 8 } as const, '1400000123_8_1', randomUUID()];
    const atMs = startMs;
    const facts: Happening['fact'][] = [
      { type: 'room-created', commId, sdkAppId: 1400000123, room, creator: 'u1', atMs },
      { type: 'push-started', sequence: '93', streamId: 's', atMs, event: {} },
      {
        ...{
          type: 'mix-started',
          mixId,
          sdkAppId: 1400000123,
          commId,
          streamId: 'm',
          userId: null,
          atMs,
        },
        ...{ intoOwnStream: false, width: 640, height: 360 },
      },
    ];
    for (const fact of facts) await lost.remember({ fact, callbacks: [] });
    await lost.close();
    opened.splice(0);

    // It is this process that writes it there; it did not happen in it.
    const heir = await open('heir', database.engineUrl, 'lost');
    await heir.settled();
    const left = await interruptedBefore(heir.sql, 'heir');
    expect(left.rooms).toContainEqual(expect.objectContaining({ commId }));
    expect(left.pushes).toContainEqual(expect.objectContaining({ sequence: '93' }));
    expect(await mixesLeft(heir.sql, 'heir')).toContain(mixId);
  });

  it('keeps a callback until it is delivered or given up', async () => {
    const library = await open('callbacks');
    await library.sql`delete from callbacks`;
    await library.remember(closedFile(31));
    await library.remember(closedFile(32));
    await library.settled();
    const failed = { request: '{}', response: 'HTTP 500', resultCode: 500 };
    const [first, second] = await dueCallbacks(library.sql, 10, []);
    expect(second).toMatchObject({ attempts: 0, event: { kind: 'file' } });
    expect(await dueCallbacks(library.sql, 10, [first!.id])).toHaveLength(1);
    await markDelivered(library.sql, first!.id, { request: '{}', response: 'HTTP 200', resultCode: 0 });
    await markFailed(library.sql, second!.id, failed, 60_000);
    expect(await dueCallbacks(library.sql, 10, [])).toEqual([]);
    expect(await untilNextCallback(library.sql, [])).toBeGreaterThan(50_000);
    await markFailed(library.sql, second!.id, failed, null);
    expect(await untilNextCallback(library.sql, [])).toBeNull();
  });

  it('counts bytes by file and by the intervals of a day in UTC+8', async () => {
    const library = await open('traffic');
    const midnight = Date.UTC(2026, 4, 1, 16) / 1000;
    const row = { fileId: 'f', bytes: 10, requests: 1, plays: 1 };
    await addTraffic(library.sql, [
      { ...row, slot: midnight - 300 },
      { ...row, slot: midnight },
    ]);
    await addTraffic(library.sql, [
      { ...row, slot: midnight },
      { ...row, fileId: 'g', slot: midnight + 300 },
    ]);
    const range = { from: new Date((midnight - 3600) * 1000), until: new Date((midnight + 3600) * 1000) };
    const day = { ...range, fileId: null, intervalSeconds: 86_400 };
    expect(await trafficBetween(library.sql, day)).toEqual([
      { at: new Date((midnight - 86_400) * 1000), bytes: 10, plays: 1 },
      { at: new Date(midnight * 1000), bytes: 30, plays: 3 },
    ]);
    expect(await trafficBetween(library.sql, { ...range, fileId: 'f', intervalSeconds: 300 })).toEqual([
      { at: new Date((midnight - 300) * 1000), bytes: 10, plays: 1 },
      { at: new Date(midnight * 1000), bytes: 20, plays: 2 },
    ]);
  });
});
