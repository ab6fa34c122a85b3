import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFact, StreamIdentity } from '../../../domain/recording/facts.ts';
import { deriveSessions } from '../../../domain/recording/lifecycle.ts';

const identity: StreamIdentity = {
  room: { kind: 'int', value: 1001 },
  userId: 'u1',
  streamType: 'main',
  userDefineRecordId: null,
};
const size = { width: 640, height: 360 };

/** Everything told of one session that began at `at` and lasted `length`, as our engine and the vendor tell it. */
function session(number: number, at: number, length: number): StreamFact[] {
  const sequence = `push${String(number)}`;
  const sessionId = `session${String(number)}`;
  const end = at + length;
  const formats = ['hls', 'mp4'] as const;
  return [
    { type: 'push-started', sequence, atMs: at - (at % 1000), ...size, identity },
    { type: 'push-ended', sequence, atMs: end, startedAtMs: at, ...size, identity },
    ...formats.flatMap((format): StreamFact[] => {
      const fileId = `${String(number)}-${format}`;
      return [
        { type: 'record-started', sessionId, format, atMs: at },
        { type: 'record-ended', sessionId, format, atMs: end },
        {
          ...{ type: 'file-announced', fileId, format, identity, bytes: 5000 },
          ...{ startMs: end - Math.round(length / 1000) * 1000, endMs: end, durationMs: length },
        },
        {
          ...{
            type: 'file-confirmed',
            fileId,
            name: fileId,
            mediaUrl: `http://media/${fileId}`,
            bytes: 5123,
          },
          ...{ durationMs: length, ...size, createdAtMs: end + 100 },
        },
      ];
    }),
  ];
}

const start = Date.UTC(2026, 1, 3, 4, 5, 6) + 789;

describe('the state of recordings', () => {
  it('is not ready before every file that the provider counted is', () => {
    const sessionId = 'split';
    const file = (part: number): StreamFact[] => [
      {
        ...{ type: 'file-announced', fileId: `part${String(part)}`, sessionId, format: 'mp4', identity },
        ...{ startMs: start + part, endMs: start + part + 1, durationMs: 1, bytes: 1 },
      },
      {
        ...{ type: 'file-confirmed', fileId: `part${String(part)}`, name: '', mediaUrl: 'http://media/' },
        ...{ bytes: 1, durationMs: 1, ...size, createdAtMs: start },
      },
    ];
    const ended: StreamFact[] = [
      { type: 'record-started', sessionId, format: 'mp4', atMs: start },
      { type: 'record-ended', sessionId, format: 'mp4', atMs: start + 3, fileCount: 2 },
    ];
    const stateOf = (facts: readonly StreamFact[]) => deriveSessions(facts)[0]!.recording!.state;
    expect(stateOf([...ended, ...file(1)])).toBe('PROCESSING');
    expect(stateOf([...ended, ...file(1), ...file(2)])).toBe('READY');
  });

  it('follows one session from its first fact to its last', () => {
    const facts = session(1, start, 12_345);
    const of = (...types: StreamFact['type'][]) =>
      deriveSessions(facts.filter(({ type }) => types.includes(type)))[0]!;
    expect(of('push-started')).toMatchObject({ recording: null, stream: { endedAtMs: null, ...size } });
    expect(of('push-started', 'record-started').recording).toMatchObject({
      state: 'RECORDING',
      endedAtMs: null,
    });
    expect(of('push-started', 'push-ended', 'record-started').recording).toMatchObject({
      state: 'WAITING',
      endedAtMs: null,
    });
    const statuses = ['push-started', 'push-ended', 'record-started', 'record-ended'] as const;
    expect(of(...statuses).recording!.state).toBe('PROCESSING');
    expect(of(...statuses, 'file-announced').recording!.state).toBe('PROCESSING');
    expect(deriveSessions(facts)).toMatchObject([
      {
        identity,
        stream: { startedAtMs: start - 789, endedAtMs: start + 12_345 },
        recording: {
          ...{ state: 'READY', failure: null, durationMs: 12_345 },
          files: [
            { state: 'READY', bytes: 5123 },
            { state: 'READY', format: 'mp4' },
          ],
          channels: [
            { format: 'hls', startMs: start, endMs: start + 12_345 },
            { format: 'mp4', startMs: start, endMs: start + 12_345 },
          ],
        },
      },
    ]);
  });

  it('is deleted when every file is', () => {
    const facts = session(1, start, 5000);
    const gone = (format: string): StreamFact => ({
      type: 'file-deleted',
      fileId: `1-${format}`,
      atMs: start + 9000,
    });
    expect(deriveSessions([...facts, gone('hls')])[0]!.recording!.state).toBe('READY');
    expect(deriveSessions([...facts, gone('hls'), gone('mp4')])[0]!.recording!.state).toBe('DELETED');
  });

  it('fails when nothing could be recorded, and says so where only one format could', () => {
    const [begun, over] = session(1, start, 5000) as [StreamFact, StreamFact];
    const failed = (format: 'hls' | 'mp4'): StreamFact[] => [
      { type: 'record-started', sessionId: 's', format, atMs: start },
      { type: 'record-failed', sessionId: 's', format, atMs: start + 10 },
    ];
    expect(deriveSessions([begun, over, ...failed('hls'), ...failed('mp4')])[0]!.recording).toMatchObject({
      state: 'FAILED',
      failure: 'The provider could not record hls, mp4.',
    });
    const others = session(1, start, 5000).filter((fact) => !('format' in fact) || fact.format === 'mp4');
    expect(deriveSessions([...others, ...failed('hls')])[0]!.recording).toMatchObject({
      state: 'READY',
      failure: 'The provider could not record hls.',
    });
  });

  it('knows a recording of which only the files are known', () => {
    const facts = session(1, start, 5000).filter(({ type }) => type.startsWith('file'));
    expect(deriveSessions(facts)).toMatchObject([{ stream: null, recording: { state: 'READY' } }]);
  });

  it('is the same for every order and repetition, and never mixes sessions of one stream id', () => {
    const lengths = fc.array(fc.integer({ min: 1200, max: 90_000 }), { minLength: 1, maxLength: 3 });
    const pauses = fc.array(fc.integer({ min: 4000, max: 600_000 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(lengths, pauses, fc.infiniteStream(fc.nat()), (sessionLengths, gaps, randoms) => {
        const next = (): number => randoms.next().value as number;
        let at = start;
        const all = sessionLengths.map((length, index) => {
          const facts = session(index, at, length);
          at += length + gaps[index]!;
          return facts;
        });
        const facts = all.flat();
        const expected = deriveSessions(facts);
        expect(expected).toHaveLength(sessionLengths.length);
        expect(
          expected.every(({ recording }) => recording?.state === 'READY' && recording.files.length === 2),
        ).toBe(true);

        const shuffled = [...facts, ...facts.filter(() => next() % 3 === 0)]
          .map((fact) => ({ fact, order: next() }))
          .toSorted((one, other) => one.order - other.order)
          .map(({ fact }) => fact);
        expect(deriveSessions(shuffled)).toEqual(expected);
        // No part of the facts, as they come in, gives more sessions than there were.
        const seen = 1 + (next() % shuffled.length);
        expect(deriveSessions(shuffled.slice(0, seen)).length).toBeLessThanOrEqual(expected.length);
      }),
      { numRuns: 200 },
    );
  });
});
