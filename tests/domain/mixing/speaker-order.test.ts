import { describe, expect, it } from 'vitest';
import { nobodySpoke, noteVoices, type SpeakerOrder } from '../../../domain/mixing/speaker-order.ts';

/** Lets levels last for a time, told every 100 ms. */
function hear(
  from: SpeakerOrder,
  startMs: number,
  durationMs: number,
  levels: Readonly<Record<string, number>>,
): SpeakerOrder {
  const voices = Object.entries(levels).map(([id, level]) => ({ id, level }));
  let state = from;
  for (let at = startMs; at < startMs + durationMs; at += 100) state = noteVoices(state, voices, at);
  return state;
}

describe('the order of speaking', () => {
  it('begins as those who are heard are given', () => {
    expect(
      noteVoices(
        nobodySpoke,
        [
          { id: 'a', level: 0 },
          { id: 'b', level: 0 },
        ],
        0,
      ).order,
    ).toEqual(['a', 'b']);
  });

  it('brings who speaks to the front and leaves the others in their order', () => {
    const quiet = hear(nobodySpoke, 0, 1000, { a: 0, b: 0, c: 0 });
    expect(hear(quiet, 1000, 1000, { a: 0, b: 0, c: 0.2 }).order).toEqual(['c', 'a', 'b']);
  });

  it('does not move for noise, for a cough or for a voice that is hardly louder', () => {
    const talking = hear(nobodySpoke, 0, 5000, { a: 0.2, b: 0 });
    expect(hear(talking, 5000, 3000, { a: 0.2, b: 0.25 }).order[0]).toBe('a');
    expect(hear(talking, 5000, 100, { a: 0.2, b: 0.4 }).order[0]).toBe('a');
    expect(hear(nobodySpoke, 0, 3000, { a: 0, b: 0.005 }).order[0]).toBe('a');
  });

  it('gives the first a moment before the next one comes', () => {
    const first = hear(hear(nobodySpoke, 0, 100, { a: 0, b: 0 }), 100, 1000, { a: 0, b: 0.3 });
    expect(first.order[0]).toBe('b');
    expect(hear(first, 1100, 800, { a: 0.5, b: 0 }).order[0]).toBe('b');
    expect(hear(first, 1100, 2500, { a: 0.5, b: 0 }).order[0]).toBe('a');
  });

  it('forgets who left and puts who comes last', () => {
    const state = hear(nobodySpoke, 0, 500, { a: 0, b: 0.2 });
    expect(hear(state, 500, 500, { c: 0, a: 0 }).order).toEqual(['a', 'c']);
  });
});
