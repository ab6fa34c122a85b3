import type { Content } from './read-content.ts';
import { flashPicture, picturesPerSecond } from './picture-code.ts';

/** What became of numbers that were sent: nothing may be counted twice or passed over in silence. */
export interface Account {
  readonly sent: number;
  readonly kept: number;
  readonly missing: readonly number[];
  readonly doubled: readonly number[];
  /** Seen and never sent. */
  readonly strange: readonly number[];
  readonly unreadable: number;
  /** Each number greater than the one before it. */
  readonly inOrder: boolean;
}

/** `maybe` are numbers that may be there or not: what was on its way when a command took hold. */
export function takeAccount(
  seen: readonly (number | null)[],
  sent: readonly number[],
  maybe: readonly number[] = [],
): Account {
  const numbers = seen.filter((number) => number !== null);
  const distinct = new Set(numbers);
  const expected = new Set([...sent, ...maybe]);
  return {
    sent: sent.length,
    kept: sent.filter((number) => distinct.has(number)).length,
    missing: sent.filter((number) => !distinct.has(number)),
    doubled: numbers.filter((number, index) => numbers.indexOf(number) !== index),
    strange: [...distinct].filter((number) => !expected.has(number)),
    unreadable: seen.length - numbers.length,
    inOrder: numbers.every((number, index) => index === 0 || number > numbers[index - 1]!),
  };
}

/** From one number to another, the second excluded. */
export function range(from: number, until: number): number[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index);
}

export const numbersOf = (seen: readonly { readonly number: number | null }[]): (number | null)[] =>
  seen.map(({ number }) => number);

/** Places where the next picture does not come when it should: holes, and steps back. */
export function findJumps({ pictures }: Content, toleranceSeconds: number): readonly string[] {
  return pictures.flatMap(({ number, atSeconds }, index) => {
    const former = pictures[index - 1];
    if (former === undefined) return [];
    const step = atSeconds - former.atSeconds;
    return Math.abs(step - 1 / picturesPerSecond) <= toleranceSeconds
      ? []
      : [`${step.toFixed(3)} s from picture ${former.number} to ${number}`];
  });
}

/** How much later than its flash each beep is heard, in seconds, by the beep's number. */
export function measureSync({ pictures, beeps }: Content): ReadonlyMap<number, number> {
  const shown = new Map(pictures.map(({ number, atSeconds }) => [number, atSeconds]));
  return new Map(
    beeps.flatMap(({ number, atSeconds }) => {
      const flash = number === null ? undefined : shown.get(number * picturesPerSecond + flashPicture);
      return number === null || flash === undefined ? [] : [[number, atSeconds - flash]];
    }),
  );
}
