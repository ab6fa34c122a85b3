/** Numbers from 0 to before 1, the same for the same word. */
export type Draw = () => number;

/** A small generator (mulberry32), seeded by a word: good enough to draw days with, and the same everywhere. */
export function seededDraws(word: string): Draw {
  let state = 2_166_136_261;
  for (const letter of word) state = Math.imul(state ^ letter.codePointAt(0)!, 16_777_619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function drawOne<T>(draw: Draw, all: readonly T[]): T {
  return all[Math.floor(draw() * all.length)]!;
}
