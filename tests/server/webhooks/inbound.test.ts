import Fastify from 'fastify';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { newestFirst } from '../../../server/ports/recording-search.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { registerInbound } from '../../../server/webhooks/inbound/inbound.ts';
import { signCssCallback, signTrtcCallback } from '../../../wire/callback-sign.ts';
import { printCssEvent } from '../../../wire/css-callback-print.ts';
import type { CssEvent } from '../../../wire/css-callback.ts';
import type { TrtcEvent } from '../../../wire/trtc-callback.ts';
import { printTrtcEvent } from '../../../wire/trtc-callback.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const key = 'callbackkey0123';
const everything = { sdkAppIds: null, roomIds: null, recordingIds: null, userId: null };
const nowSeconds = Math.floor(Date.now() / 1000);
const beganSeconds = nowSeconds - 600;

type Callback = { readonly css: CssEvent } | { readonly trtc: TrtcEvent };

/** All callbacks of one user who published for twenty seconds into a room of an application. */
function session(sdkAppId: number): Callback[] {
  const streamId = `${String(sdkAppId)}_r_u1_main`;
  const streamParam = `sdkappid=${String(sdkAppId)}&roomid=r&userid=dTE=`;
  const common = { appId: 1, domain: 'push', path: 'live', streamId };
  const push = {
    ...{ ...common, kind: 'push' as const, sequence: `${String(sdkAppId)}7`, node: 'n', userIp: '127.0.0.1' },
    ...{ errcode: 0, errmsg: 'ok', eventTimeUsec: 0, streamParam, setId: 7, width: 640, height: 360 },
  };
  const room = (name: TrtcEvent['name'], seconds: number): Callback => ({
    trtc: {
      ...{ name, callbackMs: Date.now(), room: { kind: 'string', value: 'r' }, userId: 'u1', reason: 1 },
      eventMs: (beganSeconds + seconds) * 1000 + 5,
    },
  });
  const status = (event: 'record_start_succeeded' | 'record_ended', seconds: number): Callback => ({
    css: {
      ...{
        ...common,
        kind: 'record-status',
        event,
        format: 'mp4',
        taskId: 't',
        sessionId: `s${String(sdkAppId)}`,
      },
      ...{ seq: 1, recordKbps: 0, eventTime: beganSeconds + seconds, eventTimeUsec: 0 },
      ...{
        pauseReason: null,
        mediaTimeMs: null,
        resumeTimeoutSeconds: null,
        cloudTaskId: null,
        fileCount: null,
      },
    },
  });
  return [
    room('room-created', 0),
    room('user-entered', 0),
    room('user-left', 20),
    room('room-dismissed', 20),
    { css: { ...push, live: true, eventTime: beganSeconds, pushDurationMs: null } },
    { css: { ...push, live: false, eventTime: beganSeconds + 20, pushDurationMs: 20_000 } },
    status('record_start_succeeded', 0),
    status('record_ended', 20),
    {
      css: {
        ...{
          ...common,
          kind: 'file',
          fileId: `9${String(sdkAppId)}`,
          recordFileId: '9',
          format: 'mp4',
          taskId: null,
        },
        ...{ startTime: beganSeconds, endTime: beganSeconds + 20, startTimeUsec: 0, endTimeUsec: 0 },
        ...{
          durationSeconds: 20,
          fileSize: 5000,
          streamParam,
          videoUrl: 'http://media/f0.mp4',
          mediaStartTime: 0,
        },
        ...{ recordKbps: 2, callbackExt: '{}', sessionId: null, fileStartMs: null },
      },
    },
  ];
}

describe('callbacks that come in', () => {
  let database: TestDatabase;
  let store: Store;
  const applications = Array.from({ length: 16 }, (_, index) => ({
    sdkAppId: 1_400_000_200 + index,
    callbackKey: key,
  }));
  const app = Fastify();
  beforeAll(async () => {
    database = await openTestDatabase();
    store = openStore(database.serverUrl);
    const log = pino({ level: 'silent' });
    registerInbound(app, {
      callbackKeysOf: (sdkAppId) =>
        applications.find((known) => known.sdkAppId === sdkAppId) === undefined ? null : [key],
      inbox: store.inbox,
      onStored: () => undefined,
      clock: () => new Date(),
      log,
    });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await store.close();
    await database.close();
  });

  async function post(
    sdkAppId: number,
    callback: Callback,
    withKey = key,
    t = nowSeconds + 600,
  ): Promise<number> {
    const css = 'css' in callback;
    const body = css
      ? printCssEvent(callback.css, { t, sign: signCssCallback(withKey, t) })
      : printTrtcEvent(callback.trtc);
    const answer = await app.inject({
      method: 'POST',
      url: `/callbacks/tencent/${css ? 'css' : 'trtc'}/${String(sdkAppId)}`,
      headers: {
        'content-type': 'application/json',
        ...(css ? {} : { Sign: signTrtcCallback(withKey, body) }),
      },
      payload: body,
    });
    return answer.statusCode;
  }

  /** What became of an application's callbacks, without ids. */
  async function outcome(sdkAppId: number) {
    const scope = { ...everything, sdkAppIds: [sdkAppId] };
    const page = { first: 10, after: null };
    const rooms = (await store.records.rooms({}, scope, page)).rows.map(({ row }) => row);
    const search = await store.search.search({}, newestFirst, scope, { ...page, offset: 0 });
    const recordings = search.rows.map(({ row }) => row);
    const files = await store.records.filesByRecordingIds(recordings.map(({ id }) => id));
    const streams = await store.records.streamsByRoomIds(
      rooms.map(({ id }) => id),
      scope,
    );
    const usage = await store.usage.recordingChannels(sdkAppId, 0, Date.now());
    return {
      rooms: rooms.map(({ state, startedAt, endedAt, number }) => ({ state, startedAt, endedAt, number })),
      streams: streams.map(({ state, userId, startedAt, endedAt }) => ({
        state,
        userId,
        startedAt,
        endedAt,
      })),
      recordings: recordings.map(({ state, roomId, startedAt, endedAt, durationMs }) => ({
        ...{ state, startedAt, endedAt, durationMs },
        linked: roomId === rooms[0]?.id,
      })),
      files: files.map(({ state, format, bytes }) => ({ state, format, bytes })),
      usage: usage.map(({ format, startMs, endMs }) => ({ format, startMs, endMs })),
    };
  }

  it('give the same rooms, recordings and usage in every order and however often they come', async () => {
    const [plain, ...others] = applications.slice(0, -2).map(({ sdkAppId }) => sdkAppId);
    for (const callback of session(plain!)) expect(await post(plain!, callback)).toBe(200);
    await store.inbox.applyStored();
    const expected = await outcome(plain!);
    expect(expected).toMatchObject({
      rooms: [{ state: 'ENDED', number: 1 }],
      streams: [{ state: 'ENDED', userId: 'u1' }],
      recordings: [{ state: 'PROCESSING', linked: true, durationMs: 20_000 }],
      files: [{ state: 'PENDING', format: 'mp4', bytes: 5000 }],
      usage: [{ format: 'mp4', startMs: beganSeconds * 1000, endMs: (beganSeconds + 20) * 1000 }],
    });
    const orders = fc.sample(
      fc.shuffledSubarray([...session(0).keys(), ...session(0).keys()], { minLength: 18 }),
      { numRuns: others.length - 1, seed: 7 },
    );
    for (const [index, order] of orders.entries()) {
      const sdkAppId = others[index]!;
      const callbacks = session(sdkAppId);
      for (const [step, at] of order.entries()) {
        expect(await post(sdkAppId, callbacks[at]!)).toBe(200);
        // Sometimes one by one, sometimes many at once.
        if ((step + index) % 3 === 0) await store.inbox.applyStored();
      }
      await store.inbox.applyStored();
      expect(await outcome(sdkAppId)).toEqual(expected);
    }
  });

  it('are told in the event log once each', async () => {
    await database.eventsGivenOut();
    const events = await store.events.read(
      null,
      {},
      { ...everything, sdkAppIds: [applications[1]!.sdkAppId] },
      100,
    );
    const types = events.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    expect(types.toSorted()).toEqual(
      [
        ...[
          'room.started',
          'room.ended',
          'room.user_joined',
          'room.user_left',
          'stream.started',
          'stream.ended',
        ],
        ...['recording.started', 'recording.ended', 'recording.file_announced'],
      ].toSorted(),
    );
  });

  it('name the user of a recording in its first event, though the beginning of the recording came before the stream', async () => {
    const { sdkAppId } = applications.at(-2)!;
    const callbacks = session(sdkAppId);
    const told = async () => {
      await database.eventsGivenOut();
      return (await store.events.read(null, {}, { ...everything, sdkAppIds: [sdkAppId] }, 100)).filter(
        ({ type }) => type.startsWith('recording.'),
      );
    };
    expect(await post(sdkAppId, callbacks[6]!)).toBe(200);
    await store.inbox.applyStored();
    expect(await told()).toEqual([]);
    expect(await outcome(sdkAppId)).toMatchObject({ recordings: [{ state: 'RECORDING' }] });
    expect(await post(sdkAppId, callbacks[4]!)).toBe(200);
    await store.inbox.applyStored();
    expect(await told()).toMatchObject([{ type: 'recording.started', userId: 'u1' }]);
  });

  it('are ready only when the media library knows the file', async () => {
    const { sdkAppId } = applications[0]!;
    const pending = (await store.facts.pendingFiles(100)).find((file) => file.sdkAppId === sdkAppId)!;
    await store.facts.take([
      {
        ...{ about: 'stream', sdkAppId, streamId: pending.streamId },
        fact: {
          ...{
            type: 'file-confirmed',
            fileId: pending.fileId,
            name: 'n',
            mediaUrl: 'http://media/x',
            bytes: 5001,
          },
          ...{ durationMs: 20_020, width: 640, height: 360, createdAtMs: Date.now() },
        },
      },
    ]);
    expect(await outcome(sdkAppId)).toMatchObject({
      recordings: [{ state: 'READY', durationMs: 20_020 }],
      files: [{ state: 'READY', bytes: 5001 }],
    });
  });

  it('are refused unsigned, unreadable or for nobody, and kept but not applied after their time', async () => {
    const { sdkAppId } = applications.at(-1)!;
    const [created, , , , begun] = session(sdkAppId);
    expect(await post(sdkAppId, begun!, 'another key')).toBe(403);
    expect(await post(sdkAppId, created!, 'another key')).toBe(403);
    expect(await post(1_400_000_999, begun!)).toBe(404);
    const url = `/callbacks/tencent/css/${String(sdkAppId)}`;
    expect((await app.inject({ method: 'POST', url, payload: 'no json' })).statusCode).toBe(400);
    expect(await post(sdkAppId, begun!, key, nowSeconds - 1)).toBe(200);
    expect(await store.inbox.applyStored()).toBe(0);
    expect((await outcome(sdkAppId)).streams).toEqual([]);
  });
});
