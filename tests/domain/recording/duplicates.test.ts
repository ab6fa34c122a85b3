import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFact, StreamIdentity } from '../../../domain/recording/facts.ts';
import { deriveSessions } from '../../../domain/recording/lifecycle.ts';

const start = Date.UTC(2026, 1, 3, 4, 5, 6);
const identity: StreamIdentity = {
  room: { kind: 'int', value: 1001 },
  userId: 'u1',
  streamType: 'main',
  userDefineRecordId: null,
};

function pushed(sequence: string, fromMs: number, toMs: number): StreamFact[] {
  const push = { sequence, width: 640, height: 360, identity };
  return [
    { type: 'push-started', ...push, atMs: start + fromMs },
    { type: 'push-ended', ...push, startedAtMs: start + fromMs, atMs: start + toMs },
  ];
}

/** What is told of one recorder of the stream: a task, or the settings where `taskId` is null. */
function recorded(taskId: string | null, fromMs: number, toMs: number, withStatuses = true): StreamFact[] {
  const name = `${taskId ?? 'settings'}-${String(fromMs)}`;
  const task = taskId === null ? {} : { taskId };
  const status = { sessionId: name, format: 'mp4', ...task } as const;
  const [startMs, endMs] = [start + fromMs, start + toMs];
  const file = { fileId: name, bytes: 9, durationMs: toMs - fromMs };
  return [
    ...(withStatuses
      ? [
          { type: 'record-started', ...status, atMs: startMs } as const,
          { type: 'record-ended', ...status, atMs: endMs } as const,
        ]
      : []),
    { type: 'file-announced', ...file, ...task, format: 'mp4', startMs, endMs, identity },
    {
      ...{ type: 'file-confirmed', ...file, name, mediaUrl: `http://media/${name}` },
      ...{ width: 640, height: 360, createdAtMs: endMs },
    },
  ];
}

const view = (facts: readonly StreamFact[]) =>
  deriveSessions(facts).map(({ taskId, duplicateOf, stream, recording }) => ({
    ...{ taskId, duplicateOf },
    hasStream: stream !== null,
    files: recording?.files.map(({ fileId }) => fileId) ?? [],
    channels: recording?.channels.length ?? 0,
  }));

describe('several recordings of one stream', () => {
  it.each([
    ['two tasks', 'a', 'b'],
    ['automatic recording and a task', null, 'b'],
  ])('are recordings of their own, the later one of %s marked as a duplicate', (_, first, second) => {
    const facts = [
      ...pushed('1', 0, 60_000),
      ...recorded(second, 20_000, 60_000),
      ...recorded(first, 100, 60_000),
    ];
    expect(view(facts)).toEqual([
      {
        ...{ taskId: first, duplicateOf: null, hasStream: true },
        ...{ files: [`${first ?? 'settings'}-100`], channels: 1 },
      },
      { taskId: second, duplicateOf: 0, hasStream: false, files: ['b-20000'], channels: 1 },
    ]);
  });

  it('are told apart by their files alone, as the vendor tells no more of tasks', () => {
    const facts = [...recorded('a', 0, 60_000, false), ...recorded('b', 1000, 60_000, false)];
    expect(view(facts)).toMatchObject([
      { taskId: 'a', duplicateOf: null, files: ['a-0'] },
      { taskId: 'b', duplicateOf: 0, files: ['b-1000'] },
    ]);
  });

  it('are no duplicates one after the other, and each holds the push that it recorded', () => {
    const facts = [
      ...pushed('1', 0, 20_000),
      ...recorded('a', 50, 20_000),
      ...pushed('2', 40_000, 60_000),
      ...recorded('b', 40_050, 60_000),
    ];
    expect(view(facts)).toMatchObject([
      { taskId: 'a', duplicateOf: null, hasStream: true },
      { taskId: 'b', duplicateOf: null, hasStream: true },
    ]);
  });

  it('cost nothing where one of them failed', () => {
    const failed: StreamFact[] = [
      { type: 'record-started', sessionId: 'x', format: 'mp4', taskId: 'b', atMs: start + 9000 },
      { type: 'record-failed', sessionId: 'x', format: 'mp4', taskId: 'b', atMs: start + 9000 },
    ];
    const facts = [...pushed('1', 0, 60_000), ...recorded('a', 0, 60_000), ...failed];
    expect(deriveSessions(facts)).toMatchObject([
      { taskId: 'a', duplicateOf: null },
      { taskId: 'b', duplicateOf: null, recording: { state: 'FAILED' } },
    ]);
  });

  it('run both while no end is told, and a deadline that passed for one is of that one', () => {
    const begun = (taskId: string, fromMs: number): StreamFact => ({
      ...{ type: 'record-started', sessionId: taskId, format: 'mp4', taskId, atMs: start + fromMs },
    });
    const facts: StreamFact[] = [pushed('1', 0, 60_000)[0]!, begun('a', 0), begun('b', 500)];
    expect(deriveSessions(facts)).toMatchObject([
      { taskId: 'a', duplicateOf: null, recording: { state: 'RECORDING' } },
      { taskId: 'b', duplicateOf: 0, recording: { state: 'RECORDING' } },
    ]);
    const [sinceMs, atMs] = [start + 60_000, start + 900_000];
    facts.push({ type: 'deadline-passed', wait: 'record-end', about: 'b', sinceMs, atMs });
    expect(deriveSessions(facts)).toMatchObject([
      { taskId: 'a', recording: { state: 'RECORDING' } },
      { taskId: 'b', recording: { state: 'PROCESSING' } },
    ]);
  });

  it('come out the same for every order and repetition of facts, and every fact is of one of them', () => {
    const recorder = fc.record({
      taskId: fc.constantFrom(null, 'a', 'b', 'c'),
      push: fc.nat({ max: 2 }),
      fromMs: fc.integer({ min: 0, max: 20_000 }),
      lengthMs: fc.integer({ min: 5000, max: 30_000 }),
      withStatuses: fc.boolean(),
    });
    // A task records a stream once at a time.
    const recorders = fc.uniqueArray(recorder, {
      minLength: 1,
      maxLength: 5,
      selector: ({ taskId, push }) => `${String(taskId)}/${String(push)}`,
    });
    fc.assert(
      fc.property(recorders, fc.infiniteStream(fc.nat()), (all, randoms) => {
        const next = (): number => randoms.next().value as number;
        const facts = [
          ...[0, 1, 2].flatMap((push) => pushed(String(push), push * 600_000, push * 600_000 + 50_000)),
          ...all.flatMap(({ taskId, push, fromMs, lengthMs, withStatuses }) =>
            recorded(taskId, push * 600_000 + fromMs, push * 600_000 + fromMs + lengthMs, withStatuses),
          ),
        ];
        const expected = deriveSessions(facts);
        expect(expected.filter(({ recording }) => recording !== null)).toHaveLength(all.length);
        expect(expected.filter(({ stream }) => stream !== null)).toHaveLength(3);
        const keys = expected.flatMap(({ factKeys }) => factKeys);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toHaveLength(facts.length);
        const shuffled = [...facts, ...facts.filter(() => next() % 3 === 0)]
          .map((fact) => ({ fact, order: next() }))
          .toSorted((one, other) => one.order - other.order)
          .map(({ fact }) => fact);
        expect(deriveSessions(shuffled)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
