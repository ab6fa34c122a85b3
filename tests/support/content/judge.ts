import { findJumps, measureSync, numbersOf, takeAccount } from './account.ts';
import type { Content } from './read-content.ts';

export interface Sent {
  readonly pictures: readonly number[];
  readonly beeps: readonly number[];
  /** What was on its way when a command took hold: it may be there or not, and a beep may be torn. */
  readonly maybe?: { readonly pictures: readonly number[]; readonly beeps: readonly number[] };
}

export interface Tolerances {
  /** Pictures and beeps at the end that may be lost; none by default. */
  readonly lostAtEnd?: { readonly pictures: number; readonly beeps: number };
  /** How much later or earlier than its flash a beep may be heard. */
  readonly syncSeconds?: number;
  /** How far from its own the next picture's place may be. */
  readonly stepSeconds?: number;
}

export interface Verdict {
  readonly pictures: { readonly kept: number; readonly sent: number };
  readonly beeps: { readonly kept: number; readonly sent: number };
  /** Everything that is wrong, a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Holds what the files of one format show, part after part, against what was sent. Nothing may be missing except at the
 * end as far as that is allowed; nothing may come twice, out of order, spoilt, at a wrong place or apart from its sound.
 */
export function judge(parts: readonly Content[], sent: Sent, tolerances: Tolerances = {}): Verdict {
  const { lostAtEnd = { pictures: 0, beeps: 0 }, syncSeconds = 0.06, stepSeconds = 0.04 } = tolerances;
  const faults = parts.flatMap(({ complaints }) => complaints.map((said) => `the decoder says ${said}`));
  const count = (kind: 'pictures' | 'beeps'): Verdict['pictures'] => {
    const account = takeAccount(
      parts.flatMap((part) => numbersOf(part[kind])),
      sent[kind],
      sent.maybe?.[kind],
    );
    const { missing, doubled, strange, unreadable } = account;
    const tail = sent[kind].slice(sent[kind].length - missing.length);
    const isTail = missing.every((number, index) => number === tail[index]);
    if (missing.length > 0 && (!isTail || missing.length > lostAtEnd[kind]))
      faults.push(`${kind} missing: ${list(missing)}${isTail ? ' (the last ones)' : ''}`);
    if (doubled.length > 0) faults.push(`${kind} twice: ${list(doubled)}`);
    if (strange.length > 0) faults.push(`${kind} never sent: ${list(strange)}`);
    // A beep torn by the end of the file is one of those that may be lost there.
    const torn = kind === 'beeps' && (lostAtEnd.beeps > 0 || sent.maybe !== undefined) ? 1 : 0;
    if (unreadable > torn) faults.push(`${unreadable} ${kind} unreadable`);
    if (!account.inOrder) faults.push(`${kind} out of order`);
    return { kept: account.kept, sent: account.sent };
  };
  const verdict = { pictures: count('pictures'), beeps: count('beeps') };
  for (const part of parts) {
    faults.push(...findJumps(part, stepSeconds).map((jump) => `a jump: ${jump}`));
    for (const [beep, offset] of measureSync(part))
      if (Math.abs(offset) > syncSeconds)
        faults.push(`beep ${beep} is heard ${offset.toFixed(3)} s after its flash`);
  }
  return { ...verdict, faults };
}

function list(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 12).join(', ');
  return numbers.length > 12 ? `${shown} … (${numbers.length})` : shown;
}
