import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printMonth } from '../../domain/billing/calendar.ts';
import type { Store } from '../../server/adapters/postgres/store.ts';
import { openStore } from '../../server/adapters/postgres/store.ts';
import { everything } from '../../server/services/access/principal.ts';
import { publishAddress, testApplication } from '../support/engine-process.ts';
import { eventually } from '../support/eventually.ts';
import type { TestHouse } from '../support/house.ts';
import { openTestHouse, testApiKeys } from '../support/house.ts';
import { probe } from '../support/probe.ts';
import { startPublisher, type Publisher } from '../support/publisher.ts';
import type { Started, StartKind } from '../support/starting.ts';
import { refusalOf, startKinds, startOver, stopOver } from '../support/starting.ts';

interface Recording {
  readonly id: string;
  readonly state: string;
  readonly files: readonly {
    readonly format: string;
    readonly sizeBytes: number | null;
    readonly playbackUrl: string | null;
  }[];
}
/** Less than a minute of anything costs. */
const amount = '0.0001';
const { finance } = testApiKeys;
const legacy = testApplication.sdkAppId;

describe('a budget that is crossed, at a start over the API', () => {
  let house: TestHouse;
  let store: Store;
  let engine: postgres.Sql;
  let newer: number;
  const publishers: Publisher[] = [];

  const inputOf = (kind: StartKind, key: string, more: object = {}): object => {
    const room = { name: { text: 'hall' } };
    const inputs: Readonly<Record<StartKind, object>> = {
      task: { sdkAppId: newer, room: { text: 'nobody' } },
      mix: { sdkAppId: legacy, room, recordId: 'film', encode: { width: 320, height: 180 } },
      relay: { sdkAppId: legacy, room, userId: 'ada' },
    };
    return { ...inputs[kind], idempotencyKey: `${kind} ${key}`, ...more };
  };
  const start = (kind: StartKind, key: string, more: object = {}): Promise<Started> =>
    startOver(house, kind, inputOf(kind, key, more));
  const setBudget = async (sdkAppId: number, input: object): Promise<{ readonly spent: string }> => {
    const shape = await house.ask<{ setBudget: { budget: { spent: string } } }>(
      'mutation ($input: SetBudgetInput!) { setBudget(input: $input) { budget { spent } } }',
      { input: { sdkAppId, amount, ...input } },
      finance,
    );
    return shape.setBudget.budget;
  };
  const removeBudget = (sdkAppId: number, name: string): Promise<unknown> =>
    house.ask(
      'mutation ($input: RemoveBudgetInput!) { removeBudget(input: $input) { name } }',
      { input: { sdkAppId, name } },
      finance,
    );
  const billed = async (sdkAppId: number): Promise<string> => {
    const input = { sdkAppId, period: { month: printMonth(Date.now()) } };
    const query = 'query ($input: BillInput!) { bill(input: $input) { total } }';
    return (await house.ask<{ bill: { total: string } }>(query, { input }, finance)).bill.total;
  };
  const crossings = async (budget: string) => {
    await house.database.eventsGivenOut();
    const events = await store.events.read(null, { types: ['budget.crossed'] }, everything, 100);
    return events.filter(({ data }) => data['budget'] === budget);
  };
  /** How many of each were begun: tasks and mixes as the engine counts them. */
  const begun = async (): Promise<Readonly<Record<StartKind, number>>> => {
    const [row] = await engine<{ task: number; mix: number }[]>`
      select (select count(*)::int from task_spans) as task, (select count(*)::int from mixes) as mix`;
    const { rooms } = await house.ask<{ rooms: { edges: { node: { relays: unknown[] } }[] } }>(
      '{ rooms { edges { node { relays { id } } } } }',
    );
    return { ...row!, relay: rooms.edges.flatMap(({ node }) => node.relays).length };
  };
  const recordings = async (): Promise<readonly Recording[]> => {
    const query = `query ($id: Int) { recordings(filter: { sdkAppId: $id }) { edges { node {
      id state files { format sizeBytes playbackUrl } } } } }`;
    const shape = await house.ask<{ recordings: { edges: { node: Recording }[] } }>(query, { id: newer });
    return shape.recordings.edges.map(({ node }) => node);
  };
  /** Formats that the engine writes for a task, whether they are over, and whether there is something in them. */
  const spansOf = (taskId: string) => engine<{ format: string; over: boolean; long: boolean }[]>`
    select format, ended_at is not null as over, now() - started_at > interval '3 seconds' as long
    from recording_spans where task_id = ${taskId} order by format`;
  /** Records ada for some seconds, and answers the task with its one recording when nothing of it is still to come. */
  const recordOnce = async (key: string, formats: readonly string[]) => {
    const before = new Set((await recordings()).map(({ id }) => id));
    const task = await start('task', key, { room: { text: 'desk' }, formats });
    expect(task.state).toBe('RUNNING');
    const taskId = (await store.recordingTasks.find(task.id))!.taskId!;
    await eventually('ada is recorded', async () => (await spansOf(taskId))[0]?.long, 60_000);
    await stopOver(house, 'task', task.id);
    const written = await eventually(
      'it is over',
      async () => {
        const spans = await spansOf(taskId);
        return spans.every(({ over }) => over) ? spans.map(({ format }) => format) : null;
      },
      60_000,
    );
    const recording = await eventually(
      'every file is ready',
      async () => {
        const found = (await recordings()).find(({ id }) => !before.has(id));
        if (found?.state !== 'READY' || found.files.length < written.length) return null;
        return found.files.every(({ sizeBytes }) => sizeBytes !== null) ? found : null;
      },
      120_000,
    );
    expect(recording.files.map(({ format }) => format.toLowerCase()).toSorted()).toEqual(written);
    return { task, written, recording };
  };
  const downgrade = (takeAway: string) => ({
    ...{ name: 'less', takeAway, thresholds: [{ percent: 100, action: 'DOWNGRADE' }] },
  });

  beforeAll(async () => {
    house = await openTestHouse();
    store = openStore(house.database.serverUrl);
    engine = postgres(house.database.engineUrl, { max: 1 });
    const { createApplication: made } = await house.ask<{
      createApplication: { secretKey: string; application: { sdkAppId: number } };
    }>(
      `mutation { createApplication(input: { name: "newer", kind: TASK, idempotencyKey: "app" }) {
        secretKey application { sdkAppId } } }`,
    );
    newer = made.application.sdkAppId;
    const user = { userId: 'ada', sdkAppId: newer, secretKey: made.secretKey };
    publishers.push(
      startPublisher(publishAddress(house.rtmpPort, { room: 'desk', ...user }), 900),
      startPublisher(publishAddress(house.rtmpPort, { room: 'hall', userId: 'ada' }), 900),
    );
    await eventually(
      'both rooms are open',
      async () => {
        const { rooms } = await house.ask<{ rooms: { edges: { node: { state: string } }[] } }>(
          '{ rooms { edges { node { state } } } }',
        );
        return rooms.edges.filter(({ node }) => node.state === 'ACTIVE').length === 2;
      },
      60_000,
    );
    // What the month has of the newer application; the legacy one is recorded by its settings.
    const { written } = await recordOnce('first', ['HLS', 'MP4']);
    expect(written).toEqual(['hls', 'mp4']);
    for (const sdkAppId of [newer, legacy])
      await eventually('it is on the bill', async () => Number(await billed(sdkAppId)) > 0, 60_000);
  }, 300_000);
  afterAll(async () => {
    for (const { process } of publishers) process.kill('SIGKILL');
    await Promise.all(publishers.map(({ ended }) => ended));
    await engine.end();
    await store.close();
    await house.close();
  });

  it('warns with what was billed and the limit, lets it start, and is told of once', async () => {
    const warn = { name: 'warned', thresholds: [{ percent: 100, action: 'WARN' }] };
    const spent = await eventually(
      'budget and bill say the same',
      async () => {
        const set = await setBudget(newer, warn);
        return set.spent === (await billed(newer)) ? set.spent : null;
      },
      60_000,
    );
    const task = await start('task', 'warned');
    expect(task).toMatchObject({
      state: 'RUNNING',
      budgetNotices: [
        {
          ...{ budget: 'warned', action: 'WARN', percent: 100, basis: 'ACTUAL', takenAway: null },
          message: `The month has cost ${spent} USD; the budget “warned” is ${amount}, and its limit at 100 % is ${amount}.`,
        },
      ],
    });
    expect(await start('task', 'warned')).toMatchObject({ id: task.id, budgetNotices: [] });
    await stopOver(house, 'task', task.id);
    expect((await crossings('warned')).map(({ sdkAppId, data }) => ({ sdkAppId, ...data }))).toEqual([
      { sdkAppId: newer, budget: 'warned', month: printMonth(Date.now()), percent: 100, basis: 'ACTUAL' },
    ]);

    await setBudget(legacy, warn);
    for (const kind of ['mix', 'relay'] as const) {
      const started = await start(kind, 'warned');
      expect(started).toMatchObject({ state: 'RUNNING', budgetNotices: [{ budget: 'warned' }] });
      expect(started.budgetNotices[0]!.message).toMatch(
        /^The month has cost [\d.]+ USD; the budget “warned”/,
      );
      await stopOver(house, kind, started.id);
    }
    expect(await crossings('warned')).toHaveLength(2);
    for (const sdkAppId of [newer, legacy]) await removeBudget(sdkAppId, 'warned');
  }, 180_000);

  it('takes a format away, which then is not recorded', async () => {
    await setBudget(newer, downgrade('MP4'));
    const { task, written, recording } = await recordOnce('less', ['HLS', 'MP4']);
    expect(task.budgetNotices).toMatchObject([{ budget: 'less', action: 'DOWNGRADE', takenAway: 'MP4' }]);
    expect(task.budgetNotices[0]!.message).toMatch(/^The month has cost .* MP4 was taken away\.$/);
    expect(written).toEqual(['hls']);
    const { video, audio } = await probe(recording.files[0]!.playbackUrl!);
    expect([video?.codec, audio?.codec]).toEqual(['h264', 'aac']);
  }, 300_000);

  it('takes AAC away from a recording of the sound alone, and adds no pictures to it', async () => {
    await setBudget(newer, downgrade('AAC'));
    const { task, written, recording } = await recordOnce('sound', ['HLS', 'AAC']);
    expect(task.budgetNotices).toMatchObject([{ takenAway: 'AAC' }]);
    expect(written).toEqual(['hls']);
    const { video, audio } = await probe(recording.files[0]!.playbackUrl!);
    expect([video, audio?.codec]).toEqual([null, 'aac']);
    await removeBudget(newer, 'less');
  }, 300_000);

  it('starts no mix where it takes mixes away, and lets a relay be', async () => {
    await setBudget(legacy, downgrade('MIX'));
    const { mix } = await begun();
    const refused = await refusalOf(house, 'mix', inputOf('mix', 'less'));
    expect(refused?.extensions).toMatchObject({ code: 'BUDGET_EXCEEDED', field: 'input.sdkAppId' });
    expect(refused!.message).toMatch(/ Nothing is mixed over it; streams are recorded as before\./);
    const relay = await start('relay', 'less');
    expect(relay.budgetNotices[0]!.message).toMatch(/nothing was taken\.$/);
    await stopOver(house, 'relay', relay.id);
    expect((await begun()).mix).toBe(mix);
    await removeBudget(legacy, 'less');
  }, 180_000);

  it.each(startKinds)(
    'refuses a %s with its figures and starts nothing, until it is removed',
    async (kind) => {
      const sdkAppId = kind === 'task' ? newer : legacy;
      await setBudget(sdkAppId, { name: 'over', thresholds: [{ percent: 100, action: 'REFUSE' }] });
      const before = await begun();
      for (let attempt = 1; attempt <= 2; attempt++) {
        const refused = await refusalOf(house, kind, inputOf(kind, 'over'));
        expect(refused?.extensions).toMatchObject({
          ...{ code: 'BUDGET_EXCEEDED', fault: 'caller', field: 'input.sdkAppId' },
          faults: [{ field: 'input.sdkAppId', allowed: `an application below ${amount} USD` }],
        });
        expect(refused!.message).toMatch(
          new RegExp(
            `^The month has cost [\\d.]+ USD; the budget “over” is ${amount}, .* Nothing is started`,
          ),
        );
      }
      expect(await begun()).toEqual(before);
      await removeBudget(sdkAppId, 'over');
      const started = await start(kind, 'over');
      expect(started).toMatchObject({ state: 'RUNNING', budgetNotices: [] });
      // What had been begun in spite of the refusal would be counted before it.
      const now = await eventually(
        'it is begun',
        async () => {
          const counted = await begun();
          return counted[kind] > before[kind] ? counted : null;
        },
        60_000,
      );
      expect(now).toEqual({ ...before, [kind]: before[kind] + 1 });
      await stopOver(house, kind, started.id);
    },
    180_000,
  );
});
