/** A computation that halts now and then, and has its answer at the end: whoever has others to serve lets them go first. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** The answer, without a halt. */
export function atOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

const mostAtOnce = 32;

/** What a `map` would answer, with a halt after every 32. */
export function* mapInSteps<T, R>(all: Iterable<T>, work: (one: T, index: number) => R): Steps<R[]> {
  const results: R[] = [];
  for (const one of all) {
    results.push(work(one, results.length));
    if (results.length % mostAtOnce === 0) yield;
  }
  return results;
}
