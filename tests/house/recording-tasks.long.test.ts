import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeUserSig } from '../../wire/user-sig.ts';
import { testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse } from '../support/house.ts';
import { startPublisher } from '../support/publisher.ts';

interface Task {
  readonly id: string;
  readonly state: string;
}

describe('recording tasks through the whole house', () => {
  let house: TestHouse;
  let application: { readonly sdkAppId: number; readonly secretKey: string };

  beforeAll(async () => {
    house = await openTestHouse();
    const { createApplication: made } = await house.ask<{
      createApplication: { secretKey: string; application: { sdkAppId: number } };
    }>(
      `mutation { createApplication(input: { name: "tasks", kind: TASK, idempotencyKey: "app" }) {
        secretKey application { sdkAppId } } }`,
    );
    application = { sdkAppId: made.application.sdkAppId, secretKey: made.secretKey };
  });
  afterAll(async () => {
    await house.close();
  });

  const publish = (room: string, userId: string, seconds: number) => {
    const { sdkAppId, secretKey } = application;
    const issuedAt = Math.floor(Date.now() / 1000);
    const usersig = makeUserSig({ sdkAppId, userId, issuedAt, lifetimeSeconds: 60 }, secretKey);
    const query = new URLSearchParams({ sdkappid: String(sdkAppId), userid: userId, usersig });
    return startPublisher(
      `rtmp://127.0.0.1:${String(house.rtmpPort)}/push/${room}?${query.toString()}`,
      seconds,
    );
  };
  const run = async (name: string, type: string, input: object): Promise<Task> => {
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { task { id state } } }`;
    return (await house.ask<Record<string, { task: Task }>>(query, { input }))[name]!.task;
  };
  const start = (input: object) =>
    run('startRecording', 'StartRecordingInput', {
      sdkAppId: application.sdkAppId,
      room: { text: 'claim' },
      ...input,
    });
  const recordings = async () => {
    const query = `query ($id: Int) { recordings(filter: { sdkAppId: $id }) { edges { node {
      userId state files { format } } } } }`;
    const shape = await house.ask<{
      recordings: { edges: { node: { userId: string; state: string; files: { format: string }[] } }[] };
    }>(query, { id: application.sdkAppId });
    return shape.recordings.edges.map(({ node }) => node);
  };

  it('record whom they are told to, change users at once, end when told, and leave ready recordings', async () => {
    const publishing = [publish('claim', 'anna', 10), publish('claim', 'bert', 10)];
    const users = { denied: ['bert'] };
    const input = { users, formats: ['MP4'], idempotencyKey: 'start' };
    const task = await start(input);
    expect(task.state).toBe('RUNNING');
    expect(await start(input)).toEqual(task);
    const update = { taskId: task.id, users: { allowed: ['be.*$'] }, idempotencyKey: 'users' };
    await eventually('both are in', async () => {
      const { rooms } = await house.ask<{ rooms: { edges: { node: { sdkAppId: number } }[] } }>(
        '{ rooms { edges { node { sdkAppId } } } }',
      );
      return rooms.edges.some(({ node }) => node.sdkAppId === application.sdkAppId);
    });
    await Promise.all([
      eventually('anna is recorded', async () => {
        await run('updateRecordingUsers', 'UpdateRecordingUsersInput', update);
        return true;
      }),
    ]);
    const ended = await Promise.all(publishing.map((publisher) => publisher.ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    const stopped = await run('stopRecording', 'StopRecordingInput', {
      taskId: task.id,
      idempotencyKey: 'stop',
    });
    expect(stopped.state).toBe('STOPPED');
    await eventually('the cloud told why it is over', async () => {
      const query = `mutation ($input: StopRecordingInput!) { stopRecording(input: $input) { task { state endedBy } } }`;
      const { stopRecording: told } = await house.ask<{
        stopRecording: { task: { state: string; endedBy: string | null } };
      }>(query, { input: { taskId: task.id, idempotencyKey: 'stop' } });
      return told.task.state === 'STOPPED' && told.task.endedBy === 'ASKED';
    });
    await eventually('bert’s recording is ready', async () =>
      (await recordings()).some(
        ({ userId, state, files }) => userId === 'bert' && state === 'READY' && files[0]?.format === 'MP4',
      ),
    );
    await expect(
      run('stopRecording', 'StopRecordingInput', { taskId: task.id, idempotencyKey: 'again' }),
    ).rejects.toThrow('is STOPPED');
  });

  it('that record one stream at the same time make two recordings, the later one marked as a duplicate', async () => {
    const publishing = publish('twice', 'carl', 12);
    const tasks = await Promise.all(
      ['one', 'two'].map((idempotencyKey) =>
        start({ room: { text: 'twice' }, formats: ['HLS', 'MP4'], idempotencyKey }),
      ),
    );
    expect((await publishing.ended).code).toBe(0);
    for (const { id: taskId } of tasks)
      await run('stopRecording', 'StopRecordingInput', { taskId, idempotencyKey: taskId });
    const found = await eventually('both are ready', async () => {
      const { recordings: all } = await house.ask<{
        recordings: {
          edges: {
            node: {
              id: string;
              state: string;
              method: string;
              startGapSeconds: number | null;
              files: unknown[];
              duplicateOf: { id: string } | null;
            };
          }[];
        };
      }>(
        `{ recordings(filter: { userId: "carl", method: CLOUD_RECORDING }) { edges { node {
          id state method startGapSeconds files { format } duplicateOf { id } } } } }`,
      );
      const nodes = all.edges.map(({ node }) => node);
      // Ready is what is known of; the callback of a second file may come after that of the first.
      return nodes.length === 2 && nodes.every(({ state, files }) => state === 'READY' && files.length === 2)
        ? nodes
        : null;
    });
    for (const { method, startGapSeconds } of found) {
      expect(method).toBe('CLOUD_RECORDING');
      expect(startGapSeconds).toBeGreaterThanOrEqual(0);
      expect(startGapSeconds).toBeLessThan(12);
    }
    // Asked again with the key of before, a task tells what is known of it now.
    for (const { id: taskId } of tasks) {
      const query = `mutation ($input: StopRecordingInput!) { stopRecording(input: $input) { task { startGapSeconds } } }`;
      const { stopRecording: stopped } = await house.ask<{
        stopRecording: { task: { startGapSeconds: number | null } };
      }>(query, { input: { taskId, idempotencyKey: taskId } });
      expect(stopped.task.startGapSeconds).toBeGreaterThan(0);
    }
    const second = found.find(({ duplicateOf }) => duplicateOf !== null)!;
    const first = found.find(({ duplicateOf }) => duplicateOf === null)!;
    expect(second.duplicateOf).toEqual({ id: first.id });
  });

  it('leave out who does not consent, whatever their lists say', async () => {
    const consent = `mutation ($id: Int) { setConsent(input: {
      sdkAppId: $id, userId: "dora", allowed: false, evidence: "by letter", idempotencyKey: "dora" }) { consent { outcome } } }`;
    expect(await house.ask(consent, { id: application.sdkAppId })).toEqual({
      setConsent: { consent: { outcome: 'APPLIED' } },
    });
    const { id: taskId } = await start({
      ...{ room: { text: 'asked' }, users: { allowed: ['dora', 'emma'] } },
      ...{ formats: ['MP4'], idempotencyKey: 'asked' },
    });
    const publishing = ['dora', 'emma'].map((userId) => publish('asked', userId, 6));
    for (const { ended } of publishing) expect((await ended).code).toBe(0);
    await run('stopRecording', 'StopRecordingInput', { taskId, idempotencyKey: 'asked-stop' });
    await eventually('emma is ready', async () =>
      (await recordings()).some(({ userId, state }) => userId === 'emma' && state === 'READY'),
    );
    expect((await recordings()).filter(({ userId }) => userId === 'dora')).toEqual([]);
  });

  it('are refused for a legacy application, with every fault named, and while automatic recording is declared', async () => {
    await expect(start({ sdkAppId: testApplication.sdkAppId, idempotencyKey: 'legacy' })).rejects.toThrow(
      'is of the legacy kind',
    );
    await expect(
      start({ formats: ['FLV'], maxIdleSeconds: 4, users: { allowed: [] }, idempotencyKey: 'bad' }),
    ).rejects.toThrow(/users\.allowed.*maxIdleSeconds is 4.*formats is/s);
    const users = { allowed: ['anna'], denied: ['bert'] };
    await expect(start({ users, idempotencyKey: 'both' })).rejects.toThrow(
      /users.*users\.allowed or users\.denied, not both/,
    );
    const declare = `mutation ($id: Int) { updateRecordingSettings(input: {
      sdkAppId: $id, declaredAutomaticRecording: true, idempotencyKey: "declare" }) { application { declaredAutomaticRecording } } }`;
    await house.ask(declare, { id: application.sdkAppId });
    await expect(start({ idempotencyKey: 'declared' })).rejects.toThrow('record and bill twice');
  });
});
