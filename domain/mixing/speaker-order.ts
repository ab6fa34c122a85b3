/** Who is heard how loudly just now; `level` is a root mean square from 0 to 1. */
export interface Voice {
  readonly id: string;
  readonly level: number;
}

/** The order of speaking so far, who speaks first; begin with {@link nobodySpoke}. */
export interface SpeakerOrder {
  readonly order: readonly string[];
  readonly loudness: ReadonlyMap<string, number>;
  readonly atMs: number;
  readonly changedMs: number;
}

export const nobodySpoke: SpeakerOrder = {
  order: [],
  loudness: new Map(),
  atMs: -Infinity,
  changedMs: -Infinity,
};

/** Loudness halves in this time: a cough is no speech, and a pause for breath no silence. */
const halfLifeMs = 500;
/** About −40 dB: below it is a room's noise. */
const speechLevel = 0.01;
/** Another voice has to be this much louder than the first. */
const louderBy = 1.5;
/** And the first keeps its place at least this long: a picture that jumps cannot be watched. */
const holdMs = 2000;

/**
 * The order after some more was heard. Only the first place changes hands; the others stay in their order, newcomers come
 * last, in the order in which they are given.
 */
export function noteVoices(former: SpeakerOrder, voices: readonly Voice[], nowMs: number): SpeakerOrder {
  const kept = Math.pow(0.5, (nowMs - former.atMs) / halfLifeMs);
  const loudness = new Map(
    voices.map(({ id, level }) => [id, level + ((former.loudness.get(id) ?? level) - level) * kept]),
  );
  const present = new Set(voices.map(({ id }) => id));
  const known = new Set(former.order);
  const order = [
    ...former.order.filter((id) => present.has(id)),
    ...voices.filter(({ id }) => !known.has(id)).map(({ id }) => id),
  ];
  const of = (id: string | undefined): number => (id === undefined ? 0 : (loudness.get(id) ?? 0));
  const loudest = order.toSorted((one, other) => of(other) - of(one))[0];
  const isNext =
    loudest !== undefined &&
    loudest !== order[0] &&
    of(loudest) > speechLevel &&
    of(loudest) > louderBy * of(order[0]) &&
    nowMs - former.changedMs >= holdMs;
  return {
    order: isNext ? [loudest, ...order.filter((id) => id !== loudest)] : order,
    loudness,
    atMs: nowMs,
    changedMs: isNext ? nowMs : former.changedMs,
  };
}
