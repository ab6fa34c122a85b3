import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFact, StreamIdentity } from '../../../domain/recording/facts.ts';
import { deriveSessions } from '../../../domain/recording/lifecycle.ts';
import { cutHoles } from '../../../domain/recording/spans.ts';
import { findOverdue } from '../../../domain/recording/waits.ts';

const identity: StreamIdentity = {
  room: { kind: 'string', value: 'r' },
  userId: 'u1',
  streamType: 'main',
  userDefineRecordId: null,
};
const size = { width: 640, height: 360 };
const formats = ['hls', 'mp4'] as const;
const start = Date.UTC(2026, 1, 3, 4, 5, 6) + 789;
const second = 1000;

interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

function push(sequence: string, { startMs, endMs }: Stretch): StreamFact[] {
  return [
    // The vendor tells whole seconds.
    { type: 'push-started', sequence, atMs: startMs - (startMs % second), ...size, identity },
    { type: 'push-ended', sequence, atMs: endMs, startedAtMs: startMs, ...size, identity },
  ];
}

/** One recording session over one or more pushes, with its pauses, one file in each format. */
function recorded(name: string, pushes: readonly Stretch[], pauses: readonly Stretch[] = []): StreamFact[] {
  const startMs = pushes[0]!.startMs;
  const endMs = pushes.at(-1)!.endMs;
  return [
    ...pushes.flatMap((stretch, index) => push(`${name}-${index}`, stretch)),
    ...formats.flatMap((format): StreamFact[] => [
      { type: 'record-started', sessionId: name, format, atMs: startMs },
      ...pauses.flatMap((pause, index): StreamFact[] => [
        {
          ...{ type: 'record-paused', sessionId: name, format, atMs: pause.startMs, seq: 2 + index * 2 },
          ...{ reason: 'command', mediaMs: 1000 * index },
        },
        {
          ...{ type: 'record-resumed', sessionId: name, format, atMs: pause.endMs, seq: 3 + index * 2 },
          mediaMs: 1000 * index,
        },
      ]),
      { type: 'record-ended', sessionId: name, format, atMs: endMs },
      {
        ...{ type: 'file-announced', fileId: `${name}-${format}`, format, identity, bytes: 5000 },
        ...{ startMs, endMs, durationMs: 5000 },
      },
      {
        ...{ type: 'file-confirmed', fileId: `${name}-${format}`, name, mediaUrl: 'http://m', bytes: 5000 },
        ...{ durationMs: 5000, ...size, createdAtMs: endMs },
      },
    ]),
  ];
}

const stretch = (fromSeconds: number, untilSeconds: number): Stretch => ({
  startMs: start + fromSeconds * second,
  endMs: start + untilSeconds * second,
});
const recordingOf = (facts: readonly StreamFact[]) => deriveSessions(facts)[0]!.recording!;

describe('a paused recording', () => {
  const facts = recorded('s', [stretch(0, 60)], [stretch(10, 20), stretch(30, 45)]);

  it('is PAUSED while it is held, and has the gap on it', () => {
    const running = facts.filter(
      (fact) =>
        (fact.type === 'push-started' || fact.type.startsWith('record-')) && fact.type !== 'record-ended',
    );
    const until = (seconds: number) =>
      recordingOf(running.filter((fact) => 'atMs' in fact && fact.atMs <= start + seconds * second));
    expect(until(5)).toMatchObject({ state: 'RECORDING', gaps: [] });
    expect(until(15)).toMatchObject({
      state: 'PAUSED',
      gaps: [{ startMs: start + 10_000, endMs: null, reason: 'command', mediaMs: 0 }],
    });
    expect(until(25)).toMatchObject({ state: 'RECORDING', gaps: [{ endMs: start + 20_000 }] });
    expect(until(31)).toMatchObject({ state: 'PAUSED', gaps: [{}, { endMs: null, mediaMs: 1000 }] });
  });

  it('has channels without the gaps, which nobody pays', () => {
    const pieces = [stretch(0, 10), stretch(20, 30), stretch(45, 60)];
    expect(recordingOf(facts).channels.filter(({ format }) => format === 'hls')).toEqual(
      pieces.map((piece) => ({ format: 'hls', ...piece })),
    );
  });

  it('keeps its gaps where the events of one format are lost, and closes one with its end', () => {
    const lost = facts.filter(
      (fact) => !('format' in fact) || fact.format === 'mp4' || !/paused|resumed/.test(fact.type),
    );
    expect(recordingOf(lost).gaps).toEqual(recordingOf(facts).gaps);
    const neverResumed = facts.filter(({ type }) => type !== 'record-resumed');
    expect(recordingOf(neverResumed).gaps).toEqual([
      { startMs: start + 10_000, endMs: start + 60_000, reason: 'command', mediaMs: 0 },
    ]);
  });
});

describe('a recording that was held from its beginning to its end', () => {
  it('waits for no file, costs nothing, and says why there is none', () => {
    const facts = recorded('s', [stretch(0, 60)], [stretch(0, 60)]).filter(
      ({ type }) => !type.startsWith('file'),
    );
    const leaving = (fileCount: number): StreamFact[] =>
      facts.map((fact) => (fact.type === 'record-ended' ? { ...fact, fileCount } : fact));
    const unclosed = (told: readonly StreamFact[]) => told.filter(({ type }) => type !== 'record-resumed');
    for (const told of [leaving(0), unclosed(leaving(0))])
      expect(recordingOf(told)).toMatchObject({
        ...{ state: 'FAILED', waits: [], channels: [] },
        failure: 'Media was left out from its beginning to its end.',
      });
    // That it went on again may not have been told yet.
    for (const told of [unclosed(leaving(1)), unclosed(facts)])
      expect(recordingOf(told)).toMatchObject({
        ...{ state: 'PROCESSING', failure: null, waits: [{ wait: 'files', about: 's' }] },
      });
  });
});

describe('a recording that waited for its stream', () => {
  const pushes = [stretch(0, 20), stretch(40, 60), stretch(61, 62)];
  const facts = recorded('s', pushes);

  it('is one recording and one stream session with its interruptions', () => {
    const sessions = deriveSessions(facts);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      stream: {
        endedAtMs: start + 62_000,
        interruptions: [{ startMs: start + 20_000 }, { startMs: start + 60_000 }],
      },
      recording: { state: 'READY', endedAtMs: start + 62_000 },
    });
    expect(sessions[0]!.recording!.files).toHaveLength(2);
  });

  it('is WAITING while the stream is away, and pays for no channel then', () => {
    const away = [...push('s-0', pushes[0]!), ...facts.filter(({ type }) => type === 'record-started')];
    expect(recordingOf(away)).toMatchObject({
      state: 'WAITING',
      channels: [{ endMs: start + 20_000 }, { endMs: start + 20_000 }],
    });
    const back = [...away, ...push('s-1', pushes[1]!).slice(0, 1)];
    expect(deriveSessions(back)).toHaveLength(1);
    expect(recordingOf(back)).toMatchObject({ state: 'RECORDING' });
    expect(recordingOf(back).channels.filter(({ format }) => format === 'hls')).toMatchObject([
      { startMs: start, endMs: start + 20_000 },
      { endMs: null },
    ]);
  });

  it('numbers the parts of a split recording, whose lengths are summed', () => {
    const split = facts.filter(({ type }) => !type.startsWith('file'));
    const file = (fileId: string, part: Stretch): StreamFact => ({
      ...{ type: 'file-announced', fileId, sessionId: 's', format: 'mp4', identity, bytes: 10, ...part },
      durationMs: part.endMs - part.startMs,
    });
    const parts = [stretch(0, 20), stretch(40, 50), stretch(50, 62)];
    const recording = recordingOf([...split, ...parts.map((part, index) => file(`9${3 - index}`, part))]);
    expect(recording.durationMs).toBe(42_000);
    expect(recording.files.map(({ fileId, part }) => [fileId, part])).toEqual([
      ['93', 1],
      ['92', 2],
      ['91', 3],
    ]);
  });
});

describe('sessions of one stream id', () => {
  const lengths = fc.integer({ min: 1200, max: 60_000 });
  /** Recordings of one stream id, each over some pushes, with pauses in the first push. */
  const life = fc.array(
    fc.record({
      pushes: fc.array(fc.record({ length: lengths, away: fc.integer({ min: 10, max: 600_000 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      pauses: fc.boolean(),
      until: fc.integer({ min: 4000, max: 600_000 }),
    }),
    { minLength: 1, maxLength: 3 },
  );

  function live(recordings: typeof life extends fc.Arbitrary<infer T> ? T : never): StreamFact[] {
    let at = start;
    return recordings.flatMap(({ pushes, pauses, until }, index) => {
      const stretches = pushes.map(({ length, away }) => {
        const piece = { startMs: at, endMs: at + length };
        at += length + away;
        return piece;
      });
      at += until;
      const first = stretches[0]!;
      const third = Math.floor((first.endMs - first.startMs) / 3);
      const pause = { startMs: first.startMs + third, endMs: first.startMs + 2 * third };
      return recorded(`s${index}`, stretches, pauses ? [pause] : []);
    });
  }

  it('are one for each recording, in every order, however often each fact comes', () => {
    fc.assert(
      fc.property(life, fc.infiniteStream(fc.nat()), (recordings, randoms) => {
        const next = (): number => randoms.next().value as number;
        const facts = live(recordings);
        const expected = deriveSessions(facts);
        expect(expected).toHaveLength(recordings.length);
        for (const [index, { recording, stream }] of expected.entries()) {
          expect(recording).toMatchObject({ state: 'READY', sessionIds: [`s${index}`] });
          expect(recording!.files).toHaveLength(2);
          expect(recording!.gaps).toHaveLength(recordings[index]!.pauses ? 1 : 0);
          expect(stream!.interruptions.length).toBeLessThan(recordings[index]!.pushes.length);
        }
        const shuffled = [...facts, ...facts.filter(() => next() % 3 === 0)]
          .map((fact) => ({ fact, order: next() }))
          .toSorted((one, other) => one.order - other.order)
          .map(({ fact }) => fact);
        expect(deriveSessions(shuffled)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('never stick, whatever is lost: overdue waits end them, and what comes late heals them', () => {
    fc.assert(
      fc.property(life, fc.infiniteStream(fc.nat()), (recordings, randoms) => {
        const facts = live(recordings);
        const next = (): number => randoms.next().value as number;
        const kept = facts.filter(() => next() % 3 > 0);
        const known = { listeningSinceMs: 0, overMs: start + 10_000_000 };
        let all: readonly StreamFact[] = kept;
        // A wait that is over can uncover the next one: the end first, then its files.
        for (const days of [3, 6, 9]) {
          const nowMs = start + days * 86_400_000;
          all = [
            ...all,
            ...deriveSessions(all).flatMap(({ recording }) =>
              findOverdue(recording?.waits ?? [], { ...known, nowMs }).map(({ fact }) => fact),
            ),
          ];
        }
        for (const { recording } of deriveSessions(all))
          expect(['READY', 'FAILED']).toContain(recording?.state ?? 'FAILED');
        const healed = deriveSessions([...all, ...facts]);
        expect(healed.map(({ recording }) => recording?.state)).toEqual(recordings.map(() => 'READY'));
        expect(healed.map(({ recording }) => recording?.failure)).toEqual(recordings.map(() => null));
      }),
      { numRuns: 200 },
    );
  });
});

describe('overdue waits', () => {
  const facts = recorded('s', [stretch(0, 60)]);
  const hour = 3_600_000;

  it('count from the stream’s end, with the resume timeout', () => {
    const begun = facts.filter(({ type }) => type.startsWith('push') || type === 'record-started');
    const at = (seconds: number, resumeTimeoutSeconds: number, listeningSinceMs = 0) =>
      findOverdue(
        recordingOf(
          begun.map((fact) => (fact.type === 'record-started' ? { ...fact, resumeTimeoutSeconds } : fact)),
        ).waits,
        { nowMs: start + seconds * second, listeningSinceMs, overMs: null },
      );
    expect(at(60 + 299, 0)).toEqual([]);
    expect(at(60 + 300, 0)).toMatchObject([
      { fact: { wait: 'record-end', about: 's', sinceMs: start + 60_000 } },
    ]);
    expect(at(60 + 300, 100)).toEqual([]);
    expect(at(60 + 400, 100)).toHaveLength(1);
    // A server that was away has not waited.
    expect(at(60 + 400, 0, start + 400 * second)).toEqual([]);
    // A vendor that does not say may wait for the longest time.
    const { waits } = recordingOf(begun);
    const known = { listeningSinceMs: 0, overMs: null };
    expect(findOverdue(waits, { ...known, nowMs: start + (60 + 2099) * second })).toEqual([]);
    expect(findOverdue(waits, { ...known, nowMs: start + (60 + 2100) * second })).toHaveLength(1);
  });

  it('never end a stream that is live, unless its room is over', () => {
    const { waits } = recordingOf(
      facts.filter(({ type }) => type === 'push-started' || type === 'record-started'),
    );
    const known = { nowMs: start + 1000 * hour, listeningSinceMs: 0 };
    expect(findOverdue(waits, { ...known, overMs: null })).toEqual([]);
    expect(findOverdue(waits, { ...known, overMs: start + hour })).toHaveLength(1);
  });

  it('say what was missing', () => {
    const late = (wait: 'files' | 'file', about: string): StreamFact => ({
      ...{ type: 'deadline-passed', wait, about, sinceMs: start, atMs: start + 100 * hour },
    });
    const without = facts.filter((fact) => !('fileId' in fact) || fact.fileId !== 's-mp4');
    expect(recordingOf([...without, late('files', 's')])).toMatchObject({
      ...{ state: 'READY', failure: 'No file of mp4 was announced in time.', waits: [] },
    });
    const unknown = facts.filter((fact) => fact.type !== 'file-confirmed');
    expect(recordingOf([...unknown, late('file', 's-hls'), late('file', 's-mp4')])).toMatchObject({
      ...{ state: 'FAILED', failure: 'The media library did not know hls s-hls, mp4 s-mp4 in time.' },
    });
  });

  it('say where the provider did not answer when it was asked', () => {
    const unanswered = (wait: 'record-end' | 'files' | 'file', about: string): StreamFact => ({
      ...{ type: 'deadline-passed', wait, about, sinceMs: start, atMs: start + 100 * hour },
      unanswered: true,
    });
    const failureOf = (told: readonly StreamFact[], ...passed: StreamFact[]) =>
      recordingOf([...told, ...passed]).failure;
    const begun = facts.filter(({ type }) => type === 'push-started' || type === 'record-started');
    expect(failureOf(begun, unanswered('record-end', 's'))).toBe(
      'The provider never told that it ended, and the provider did not answer when it was asked; it was taken for over.',
    );
    expect(failureOf(facts, unanswered('record-end', 's'))).toBeNull();
    const without = facts.filter((fact) => !('fileId' in fact) || fact.fileId !== 's-mp4');
    expect(failureOf(without, unanswered('files', 's'))).toBe(
      'No file of mp4 was announced in time, and the provider did not answer when it was asked.',
    );
    const unknown = facts.filter((fact) => fact.type !== 'file-confirmed' || fact.fileId !== 's-mp4');
    expect(failureOf(unknown, unanswered('file', 's-mp4'))).toBe(
      'The media library did not know mp4 s-mp4 in time, and the provider did not answer when it was asked.',
    );
  });

  it('are healed by a sign of life', () => {
    const begun = facts.filter(({ type }) => type === 'push-started' || type === 'record-started');
    const given: StreamFact = {
      ...{ type: 'deadline-passed', wait: 'record-end', about: 's' },
      ...{ sinceMs: start + 1000, atMs: start + hour },
    };
    expect(recordingOf([...begun, given]).state).toBe('PROCESSING');
    const sign: StreamFact = {
      ...{ type: 'record-paused', sessionId: 's', format: 'hls', seq: 2, atMs: start + 2 * hour },
      ...{ reason: 'command', mediaMs: null },
    };
    expect(recordingOf([...begun, given, sign]).state).toBe('PAUSED');
  });
});

describe('holes in time', () => {
  it('leave what lies between them', () => {
    const span = { startMs: 0, endMs: 100 };
    expect(cutHoles(span, [])).toEqual([span]);
    expect(
      cutHoles(span, [
        { startMs: 60, endMs: 70 },
        { startMs: 10, endMs: 30 },
        { startMs: 20, endMs: 40 },
      ]),
    ).toEqual([
      { startMs: 0, endMs: 10 },
      { startMs: 40, endMs: 60 },
      { startMs: 70, endMs: 100 },
    ]);
    expect(cutHoles({ startMs: 0, endMs: null }, [{ startMs: 50, endMs: null }])).toEqual([
      { startMs: 0, endMs: 50 },
    ]);
    expect(cutHoles(span, [{ startMs: 0, endMs: 200 }])).toEqual([]);
  });
});
