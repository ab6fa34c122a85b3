import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamFact } from '../../../domain/recording/facts.ts';
import { printDecimal } from '../../../domain/money.ts';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import type { TestStore } from '../../support/billing-room.ts';
import { finance, openBillingRoom, openTestStore } from '../../support/billing-room.ts';

const sdkAppId = 2_000_000_301;
const minuteMs = 60_000;
const began = Date.UTC(2026, 8, 10, 3, 0, 0);
const at = (minutes: number): number => began + minutes * minuteMs;
describe('the bill of an application of the newer kind', () => {
  let own: TestStore;
  let store: Store;
  beforeAll(async () => {
    own = await openTestStore();
    ({ store } = own);
  });
  afterAll(() => own.close());

  /** One stream in MP4 and HLS, recorded by a task. */
  const stream = (streamId: string, taskId: string, from: number, until: number): StreamFact[] => {
    const size = { width: 1280, height: 720 };
    const identity = { room: null, userId: streamId, streamType: 'main', userDefineRecordId: null } as const;
    const recorded = { sessionId: streamId, taskId };
    return [
      { type: 'push-started', sequence: streamId, atMs: at(from), ...size, identity },
      { type: 'push-ended', sequence: streamId, startedAtMs: at(from), atMs: at(until), ...size, identity },
      ...(['mp4', 'hls'] as const).flatMap((format): StreamFact[] => [
        { type: 'record-started', ...recorded, format, atMs: at(from) },
        { type: 'record-ended', ...recorded, format, atMs: at(until) },
      ]),
    ];
  };

  it('counts minutes of its tasks by what they see together, in each format, and the recorder’s own minutes', async () => {
    const id = randomUUID();
    const taskId = `-${id}`;
    const room = { kind: 'string', value: 'claim' } as const;
    await store.recordingTasks.request({
      ...{ id, sdkAppId, room, robotUserId: `rec_${id}`, requestedAt: new Date(at(0)) },
    });
    await store.recordingTasks.settle(id, { to: 'RUNNING', failure: null, taskId });
    // One stream from 5 to 25, a second one from 10 to 20; the task is asked for at 0 and runs until now, 30.
    for (const [name, from, until] of [
      ['a', 5, 25],
      ['b', 10, 20],
    ] as const)
      await store.facts.take(
        stream(name, taskId, from, until).map((fact) => ({
          about: 'stream',
          sdkAppId,
          streamId: name,
          fact,
        })),
      );
    const application = {
      ...{ sdkAppId, name: 'a', formats: ['mp4', 'hls'] as const, cohort: 'trtc-recording' as const },
    };
    const clock = (): Date => new Date(at(30));
    const { billing } = await openBillingRoom(store, [application], clock);
    const input = { day: null, month: '2026-09', sdkAppId, bookId: 'tencent-intl-2025-10-23' };
    const { bill } = await billing.bill(finance, input);
    const quantities = bill.lines.map(
      ({ item, class: size, quantity }) => `${item} ${String(size)} ${printDecimal(quantity)}`,
    );
    // 10 min of one 720p stream, 10 of two together, 10 without any.
    expect(quantities.toSorted()).toEqual([
      ...['call.minutes FHD 10', 'call.minutes HD 10', 'call.minutes audio 10'],
      ...['recording.task FHD 20', 'recording.task HD 20', 'recording.task audio 20'],
    ]);
    const byHand = 20 * (1.49 + 5.99 + 13.49) + 10 * (0.99 + 3.99 + 8.99);
    expect(printDecimal(bill.total)).toBe(String(byHand / 1000));
  });

  it('takes the picture of its files where no stream is told of, and meters the day again when it is known', async () => {
    const id = randomUUID();
    const taskId = `-${id}`;
    const newer = sdkAppId + 1;
    const room = { kind: 'string', value: 'claim' } as const;
    await store.recordingTasks.request({
      ...{ id, sdkAppId: newer, room, robotUserId: `rec_${id}`, requestedAt: new Date(at(0)) },
    });
    await store.recordingTasks.settle(id, { to: 'RUNNING', failure: null, taskId });
    const identity = { room, userId: 'u', streamType: 'main', userDefineRecordId: null } as const;
    const recorded = { sessionId: `${taskId} u`, taskId, format: 'mp4' } as const;
    const take = (fact: StreamFact) =>
      store.facts.take([{ about: 'stream', sdkAppId: newer, streamId: 'u', fact }]);
    await take({ type: 'record-started', ...recorded, atMs: at(0) });
    await take({ type: 'record-ended', ...recorded, atMs: at(10) });
    await take({
      ...{ type: 'file-announced', fileId: 'seen', ...recorded, identity, bytes: 1 },
      ...{ startMs: at(0), endMs: at(10), durationMs: 10 * minuteMs },
    });
    const application = {
      ...{ sdkAppId: newer, name: 'b', formats: ['mp4'] as const, cohort: 'trtc-recording' as const },
    };
    const { billing, ledger } = await openBillingRoom(store, [application], () => new Date(at(20)));
    const minutes = async (): Promise<readonly string[]> => {
      const asked = { day: null, month: '2026-09', sdkAppId: newer, bookId: 'tencent-intl-2025-10-23' };
      await ledger.refresh(application);
      const { bill } = await billing.bill(finance, asked);
      return bill.lines
        .filter(({ item }) => item === 'recording.task')
        .map(({ class: size, quantity }) => `${String(size)} ${printDecimal(quantity)}`);
    };
    expect(await minutes()).toEqual(['audio 20']);
    await take({
      ...{ type: 'file-confirmed', fileId: 'seen', name: 'n', mediaUrl: 'https://v.example/n.mp4', bytes: 1 },
      ...{ durationMs: 10 * minuteMs, width: 320, height: 180, createdAtMs: at(11) },
    });
    expect((await minutes()).toSorted()).toEqual(['HD 10', 'audio 10']);
  });
});
