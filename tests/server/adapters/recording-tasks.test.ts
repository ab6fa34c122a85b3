import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../server/adapters/postgres/store.ts';
import { openStore } from '../../../server/adapters/postgres/store.ts';
import { readTaskEvent } from '../../../server/webhooks/inbound/read-task.ts';
import type { TrtcRecordingPayload } from '../../../wire/trtc-recording-callback.ts';
import type { TestDatabase } from '../../support/database.ts';
import { openTestDatabase } from '../../support/database.ts';

const sdkAppId = 2_000_000_001;
const room = { kind: 'string', value: 'claim' } as const;
const requestedAt = new Date(Date.UTC(2026, 1, 3, 4, 5, 6));
const leftAt = new Date(requestedAt.getTime() + 60_000);

describe('recording tasks in the database', () => {
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

  const open = async () => {
    const id = randomUUID();
    const robotUserId = `rec_${id}`;
    const taskId = `-${id}`;
    await store.recordingTasks.request({ id, sdkAppId, room, robotUserId, requestedAt });
    const tell = async (payload: TrtcRecordingPayload, at: Date): Promise<boolean> => {
      const told = { callbackMs: at.getTime(), eventMs: at.getTime(), userId: robotUserId, taskId, payload };
      const read = readTaskEvent(sdkAppId, { kind: 'recording-task', room, ...told });
      const stored = await store.inbox.store({ ...read, sdkAppId, kind: 'trtc', body: '{}', trusted: true });
      await store.inbox.applyStored();
      return stored;
    };
    return {
      id,
      taskId,
      begin: () => tell({ name: 'task-started', status: 0 }, requestedAt),
      fail: () => tell({ name: 'task-started', status: 1 }, requestedAt),
      leave: (leaveCode: number) => tell({ name: 'task-left', leaveCode }, leftAt),
      find: () => store.recordingTasks.find(id),
      settle: (
        ...came: Parameters<Store['recordingTasks']['settle']> extends [string, ...infer R] ? R : never
      ) => store.recordingTasks.settle(id, ...came),
    };
  };

  it('are over with when and why, in whatever order answers and events come', async () => {
    const names = ['started', 'stopping', 'begin', 'leave', 'leave again'] as const;
    const ordered = (steps: readonly string[]) => steps.indexOf('started') < steps.indexOf('stopping');
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...names], { minLength: names.length }).filter(ordered),
        async (steps) => {
          const task = await open();
          const run: Readonly<Record<(typeof names)[number], () => Promise<unknown>>> = {
            started: () => task.settle({ to: 'RUNNING', failure: null, taskId: task.taskId }),
            stopping: () => task.settle({ to: 'STOP_UNCONFIRMED', failure: 'no answer' }),
            begin: task.begin,
            leave: () => task.leave(0),
            'leave again': () => task.leave(0),
          };
          for (const step of steps) await run[step]();
          expect(await task.find()).toMatchObject({
            ...{ state: 'STOPPED', taskId: task.taskId, failure: null },
            ...{ stoppedAt: leftAt, endedBy: 'ASKED' },
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are unconfirmed when the answer to a stop is lost, until their end is told, once', async () => {
    const task = await open();
    await task.settle({ to: 'RUNNING', failure: null, taskId: task.taskId });
    await task.begin();
    await task.settle({ to: 'STOP_UNCONFIRMED', failure: 'no answer' });
    expect(await task.find()).toMatchObject({ state: 'UNCONFIRMED', stoppedAt: null, endedBy: null });
    expect([await task.leave(3), await task.leave(3)]).toEqual([true, false]);
    expect(await task.find()).toMatchObject({
      ...{ state: 'STOPPED', stoppedAt: leftAt, endedBy: 'SERVICE_FAILED' },
      failure: 'The recording service ended it by itself (LeaveCode 3).',
    });
  });

  it('run, and can be stopped, when the answer to their start is lost and their beginning is told', async () => {
    const task = await open();
    await task.settle({ to: 'START_UNCONFIRMED', failure: 'no answer' });
    await task.fail();
    expect(await task.find()).toMatchObject({ state: 'UNCONFIRMED', taskId: null });
    await task.begin();
    expect(await task.find()).toMatchObject({ state: 'RUNNING', taskId: task.taskId, failure: null });
  });

  it('are no concern of events of robots that are not ours', async () => {
    const task = await open();
    const fact = { type: 'task-left', taskId: 'x', atMs: 1, leaveCode: 0 } as const;
    await store.facts.take([{ about: 'task', sdkAppId, robotUserId: 'another', fact }]);
    expect(await task.find()).toMatchObject({ state: 'REQUESTED' });
  });
});
