import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamFact, StreamFactOf, StreamIdentity } from '../../../domain/recording/facts.ts';
import { deriveSessions } from '../../../domain/recording/lifecycle.ts';
import { deriveMarks } from '../../../domain/recording/marks.ts';

const start = Date.UTC(2026, 1, 3, 4, 5, 6);

function mark(
  phase: 'begin' | 'end' | 'once',
  atMs: number,
  rest: Partial<StreamFactOf<'quality-mark'>> = {},
): StreamFactOf<'quality-mark'> {
  return {
    ...{ type: 'quality-mark', sessionId: 's', markId: 'silence-1', code: 'silence', level: 'warning' },
    ...{ phase, atMs, mediaMs: atMs - start, detail: 'no sound' },
    ...rest,
  };
}

describe('marks on a recording', () => {
  it('last from their beginning to their end, whichever was told first', () => {
    const facts = [mark('begin', start + 4000), mark('end', start + 9000)];
    for (const order of [facts, facts.toReversed()])
      expect(deriveMarks(order, null)).toMatchObject([
        { startedAtMs: start + 4000, endedAtMs: start + 9000, mediaMs: 4000, healed: true },
      ]);
  });

  it('are open while they last, and close unhealed with their recording', () => {
    const facts = [mark('begin', start + 4000)];
    expect(deriveMarks(facts, null)[0]).toMatchObject({ endedAtMs: null, healed: false });
    expect(deriveMarks(facts, start + 7000)[0]).toMatchObject({ endedAtMs: start + 7000, healed: false });
    // The end is told in whole seconds and may lie a moment before the mark.
    expect(deriveMarks(facts, start + 3000)[0]).toMatchObject({ endedAtMs: start + 4000 });
  });

  it('about the finished files stay open after the recording', () => {
    const facts = [mark('begin', start + 90_000, { code: 'upload-failed', mediaMs: null })];
    expect(deriveMarks(facts, start + 20_000)[0]).toMatchObject({ endedAtMs: null });
  });

  it('have no length when they happened once', () => {
    expect(deriveMarks([mark('once', start)], null)[0]).toMatchObject({ endedAtMs: start, healed: false });
  });

  it('belong to their session even when they come long after it, and in any order', () => {
    const identity: StreamIdentity = {
      room: null,
      userId: 'u1',
      streamType: 'main',
      userDefineRecordId: null,
    };
    const push = { width: 640, height: 360, identity };
    const facts: StreamFact[] = ['a', 'b'].flatMap((name, index): StreamFact[] => {
      const at = start + index * 30_000;
      const status = { sessionId: name, format: 'mp4' } as const;
      return [
        { type: 'push-started', sequence: name, atMs: at, ...push },
        { type: 'push-ended', sequence: name, atMs: at + 20_000, startedAtMs: at, ...push },
        { type: 'record-started', ...status, atMs: at },
        { type: 'record-ended', ...status, atMs: at + 20_000 },
        mark('begin', at + 5000, { sessionId: name }),
        mark('end', at + 8000, { sessionId: name }),
        mark('begin', at + 50_000, { sessionId: name, markId: 'upload', code: 'upload-failed' }),
      ];
    });
    const expected = deriveSessions(facts).map(({ recording }) => recording?.marks);
    expect(expected.map((marks) => marks?.map(({ sessionId, code }) => `${sessionId} ${code}`))).toEqual([
      ['a silence', 'a upload-failed'],
      ['b silence', 'b upload-failed'],
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }), (shuffled) => {
        expect(deriveSessions(shuffled).map(({ recording }) => recording?.marks)).toEqual(expected);
      }),
    );
  });
});
