import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import postgres from 'postgres';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import type { TencentClients } from '../../../server/adapters/tencent/clients.ts';
import { openClients } from '../../../server/adapters/tencent/clients.ts';
import { openProviderRecords } from '../../../server/adapters/tencent/provider-records.ts';
import { openTencentProvider } from '../../../server/adapters/tencent/provider.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { everything } from '../../../server/services/access/principal.ts';
import { confirmFiles } from '../../../server/services/confirm-files.ts';
import { openReconciler, type Reconciler } from '../../../server/services/reconcile/reconcile.ts';
import { readListedCallback } from '../../../server/webhooks/inbound/read-listed.ts';
import { testApplication, testCredential } from '../../support/engine-process.ts';
import { eventually } from '../../support/eventually.ts';
import { openVodEngine, type VodEngine } from '../../support/vod-engine.ts';

const { sdkAppId } = testApplication;
const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Its beginning and end, and one user's entry and exit: told by the lists, since no test here takes a room's callbacks. */
const factsOfARoom = 4;

/** The receiver of the callbacks keeps them to itself: whatever the store learns it was told by the test, or it asked. */
describe('what callbacks did not tell', () => {
  let house: VodEngine;
  let store: Store;
  let sql: postgres.Sql;
  let clients: TencentClients;
  let reconciler: Reconciler;
  let taskApplication = 0;
  /** A little later than now, when everything should have come, and no more than a list may be late. */
  let aheadMs = 6 * minuteMs;
  const clock = (): Date => new Date(Date.now() + aheadMs);
  const errors: unknown[] = [];

  beforeAll(async () => {
    house = await openVodEngine();
    store = openStore(house.database.serverUrl);
    sql = postgres(house.database.serverUrl, { max: 1 });
    const endpoint = `127.0.0.1:${String(house.engine.ports['http'])}/api`;
    clients = openClients({ ...testCredential, endpoint, region: 'ap-guangzhou' });
    const made: unknown = await clients.own!.request('CreateApplication', { Name: 'tasks', Kind: 'task' });
    taskApplication = (made as { readonly SdkAppId: number }).SdkAppId;
    reconciler = openReconciler({
      ...{ facts: store.facts, repairs: store.repairs, clock },
      records: openProviderRecords(clients, 'livepush.roomtape'),
      homes: { of: () => Promise.resolve([null]) },
      applications: () => [sdkAppId, taskApplication],
      readCallback: readListedCallback,
      onError: (error) => errors.push(error),
    });
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await store.close();
    clients.close();
    await house.close();
    expect(errors).toEqual([]);
  });

  const confirm = () =>
    confirmFiles({
      facts: store.facts,
      provider: openTencentProvider({
        ...{ clients, secretKeyOf: () => null, rtmpUrl: 'rtmp://nowhere', rtmpIntRooms: true, whipUrl: null },
      }),
      homes: {
        of: () => Promise.resolve([null]),
        note: () => undefined,
        missed: () => undefined,
        forget: () => undefined,
      },
      arrivals: { admit: () => Promise.resolve() },
      onError: (error) => errors.push(error),
    });
  const cssOf = (room: string) =>
    house.receiver.bodies
      .filter((body) => body['stream_id'] === `stream-${room}`)
      .map((body) => readListedCallback(sdkAppId, JSON.stringify(body))!);
  const roomFactsOf = (room: string) =>
    house.receiver.trtc
      .filter((event) => event.room.value === room)
      .map(({ name, room: of, eventMs, userId, reason }) => ({
        ...{ about: 'room' as const, sdkAppId, room: of },
        fact: { type: name, atMs: eventMs, userId, reason },
      }));
  /** Publishes, and waits until everything was told to a receiver that is deaf for us. */
  const record = async (room: string): Promise<void> => {
    await house.record(room, 2);
    await eventually(
      'everything is told',
      () =>
        roomFactsOf(room).some(({ fact }) => fact.type === 'room-dismissed') &&
        cssOf(room).filter(({ dedupeKey }) => dedupeKey.includes('record_ended')).length === 4 &&
        cssOf(room).some(({ dedupeKey }) => /^push\/.*\/0$/.test(dedupeKey)),
      60_000,
    );
    // The engine notes an attempt when it was answered.
    await eventually('every attempt is noted', async () => {
      const listed = await openProviderRecords(clients, null).callbacksOf(
        ...([`stream-${room}`, new Date(Date.now() - dayMs / 2), new Date(Date.now() + minuteMs)] as const),
      );
      return listed.length === cssOf(room).length;
    });
  };
  const recordingOf = async (room: string) => {
    const page = { first: 5, after: null, offset: 0 };
    const { rows } = await store.search.search({ streamId: `stream-${room}` }, newestFirst, everything, page);
    expect(rows.length).toBeLessThanOrEqual(1);
    return rows[0]?.row ?? null;
  };
  const repairsOf = async (stream: string) => {
    const rows = await sql<{ data: { readonly source: string; readonly missing: string } }[]>`
      select data from events where type = 'reconciliation.repaired' and data::text like ${`%${stream}%`}`;
    return rows.map(({ data }) => data);
  };
  const dump = () => sql`
    select 'recording' as of, id, state, started_at, ended_at from recordings
    union all select 'file', id, state, started_at, ended_at from recording_files
    union all select 'stream', id, state, started_at, ended_at from streams order by 1, 2`;

  it('of a whole stream is found by its files, taken once, and told as missing', async () => {
    await record('silent');
    expect(await recordingOf('silent')).toBeNull();
    expect(await reconciler.pass()).toBeGreaterThan(8);
    await confirm();
    expect(await recordingOf('silent')).toMatchObject({ state: 'READY', failure: null });
    const repairs = await repairsOf('stream-silent');
    expect(new Set(repairs.map(({ source }) => source))).toEqual(new Set(['DescribeCallbackRecordsList']));
    expect((await repairsOf('"silent"')).map(({ missing }) => missing).toSorted()).toEqual([
      'the beginning of a room',
      'the end of a room',
      'the entry of a user',
      'the exit of a user',
    ]);
    expect(await sql`select state, number, comm_id from rooms where room_name = 'silent'`).toMatchObject([
      { state: 'ENDED', number: 1, comm_id: expect.stringContaining('_silent_') as string },
    ]);
    expect(repairs.map(({ missing }) => missing)).toEqual(
      expect.arrayContaining(['a file', 'the beginning of a stream', 'the end of a recording']),
    );
    const before = await dump();
    aheadMs += 2 * minuteMs;
    expect(await reconciler.pass()).toBe(0);
    // Every callback comes after all: each is known.
    for (const callback of cssOf('silent')) expect(await store.inbox.store(callback)).toBe(false);
    expect(await dump()).toEqual(before);
  }, 120_000);

  it('of an end is found by the waits that it left, and a room by the provider’s list of rooms', async () => {
    await record('half');
    const first = cssOf('half').filter(
      ({ dedupeKey }) => /^push\/.*\/1$/.test(dedupeKey) || dedupeKey.includes('record_start_succeeded'),
    );
    for (const callback of first) await store.inbox.store(callback);
    await store.inbox.applyStored();
    const early = roomFactsOf('half').filter(({ fact }) => !/left|dismissed/.test(fact.type));
    await store.facts.take(early);
    expect(await recordingOf('half')).toMatchObject({ state: 'RECORDING' });
    const rooms = () => sql`
      select state, started_at, ended_at from rooms where room_name = 'half'`;
    expect(await rooms()).toMatchObject([{ state: 'ACTIVE' }]);

    aheadMs += 2 * minuteMs;
    expect(await reconciler.pass()).toBeGreaterThan(0);
    await confirm();
    expect(await recordingOf('half')).toMatchObject({ state: 'READY' });
    expect(await rooms()).toMatchObject([{ state: 'ENDED' }]);
    expect((await repairsOf('"half"')).map(({ source }) => source).toSorted()).toEqual([
      'DescribeRoomInfo',
      'DescribeUserInfo',
    ]);

    // The exact ones come after all: one room, one exit, and its true end.
    await store.facts.take(roomFactsOf('half'));
    const dismissed = roomFactsOf('half').find(({ fact }) => fact.type === 'room-dismissed')!;
    expect(await rooms()).toMatchObject([{ state: 'ENDED', ended_at: new Date(dismissed.fact.atMs) }]);
    const exits = await sql`
      select from events where type = 'room.user_left' and user_id = 'user-of-half'`;
    expect(exits).toHaveLength(1);
  }, 120_000);

  it('of a file that no list of callbacks has is taken from the library itself', async () => {
    await record('forgotten');
    const engine = postgres(house.database.engineUrl, { max: 1 });
    await engine`delete from callbacks where event->>'streamId' = 'stream-forgotten'`;
    await engine.end({ timeout: 5 });
    aheadMs += 2 * minuteMs;
    expect(await reconciler.pass()).toBe(4 + factsOfARoom);
    await confirm();
    expect(await recordingOf('forgotten')).toMatchObject({ state: 'READY' });
    expect(await repairsOf('stream-forgotten')).toMatchObject(
      Array.from({ length: 4 }, () => ({ source: 'SearchMedia', missing: 'a file' })),
    );
  }, 120_000);

  it('in time is asked for where a callback came late, and taken from the list', async () => {
    await record('late');
    for (const callback of cssOf('late')) await store.inbox.store({ ...callback, trusted: false });
    expect(await store.inbox.applyStored()).toBe(0);
    expect(await recordingOf('late')).toBeNull();
    aheadMs += 2 * minuteMs;
    expect(await reconciler.pass()).toBe(cssOf('late').length + factsOfARoom);
    await confirm();
    expect(await recordingOf('late')).toMatchObject({ state: 'READY' });
    expect(await store.repairs.lateStreams()).toEqual([]);
  }, 120_000);

  it('of the end of a task is found by asking about the task', async () => {
    await sql`
      insert into recording_tasks (id, sdk_app_id, room_kind, room_name, robot_user_id, task_id, state, commanded,
        requested_at)
      values (gen_random_uuid(), ${taskApplication}, 'string', 'gone', 'robot_gone', '-gone', 'RUNNING', 'RUNNING',
        now() - interval '1 hour')`;
    aheadMs += 2 * minuteMs;
    expect(await reconciler.pass()).toBe(1);
    expect(await sql`select state from recording_tasks where task_id = '-gone'`).toMatchObject([
      { state: 'STOPPED' },
    ]);
    expect((await repairsOf('robot_gone')).map(({ source }) => source)).toEqual(['DescribeCloudRecording']);
  }, 60_000);

  it('for longer than a list reaches back is told as unrecoverable', async () => {
    const told = () => sql<{ data: { readonly source: string } }[]>`
      select data from events where type = 'reconciliation.unrecoverable'`;
    expect(await told()).toEqual([]);
    aheadMs += 20 * dayMs;
    await reconciler.pass();
    expect(new Set((await told()).map(({ data }) => data.source))).toEqual(new Set(['callbacks', 'rooms']));
    const [first] = await told();
    expect(first!.data).toMatchObject({
      from: expect.any(String) as string,
      until: expect.any(String) as string,
    });
  }, 60_000);
});
