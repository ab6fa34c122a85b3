import type { MarkLevel } from './facts.ts';
import type { QualityCode, QualityObservation } from './quality.ts';
import { qualityCodes, qualityJudges, qualityLimits, qualityPatience } from './quality.ts';

interface Watched {
  /** Since when it has been bad (or good, while open) without a break; null when it is not. */
  readonly turningMs: number | null;
  readonly turningMediaMs: number;
  readonly openMarkId: string | null;
  readonly count: number;
}

/** What a watch must remember between two observations. */
export type QualityState = Readonly<Partial<Record<QualityCode, Watched>>>;

/** A condition that began or ended, as it is told and kept. */
export interface QualityChange {
  readonly code: QualityCode;
  readonly level: MarkLevel;
  readonly markId: string;
  readonly phase: 'begin' | 'end';
  readonly atMs: number;
  readonly mediaMs: number;
  readonly detail: string;
}

const unseen: Watched = { turningMs: null, turningMediaMs: 0, openMarkId: null, count: 0 };

/**
 * Takes one observation in: the new state, and what began or ended with it. `aux` is true for a screen share. Observations
 * come in the order of their times; `markIdOf` makes the id of a code's next mark from its number.
 */
export function watchQuality(
  state: QualityState,
  seen: QualityObservation,
  options: { readonly aux: boolean; readonly markIdOf: (code: QualityCode, number: number) => string },
): { readonly state: QualityState; readonly changes: readonly QualityChange[] } {
  const next: Partial<Record<QualityCode, Watched>> = { ...state };
  const changes: QualityChange[] = [];
  for (const code of qualityCodes) {
    const former = state[code] ?? unseen;
    const open = former.openMarkId !== null;
    const verdict = qualityJudges[code](seen, open);
    if (verdict === null) continue;
    if (verdict.bad === open) {
      next[code] = { ...former, turningMs: null };
      continue;
    }
    const sinceMs = verdict.bad ? Math.min(verdict.sinceMs ?? seen.atMs, seen.atMs) : seen.atMs;
    const turningMs = former.turningMs ?? sinceMs;
    // The media ends with its last packet: nothing of it lies in the time since.
    const mediaSinceMs = Math.max(0, seen.atMs - seen.sinceMediaMs - sinceMs);
    const turningMediaMs =
      former.turningMs === null ? Math.max(0, seen.mediaMs - mediaSinceMs) : former.turningMediaMs;
    const { level, auxLevel, beginAfterMs, endAfterMs } = qualityPatience[code];
    if (seen.atMs - turningMs < (open ? endAfterMs : beginAfterMs)) {
      next[code] = { ...former, turningMs, turningMediaMs };
      continue;
    }
    if (!open && former.count >= qualityLimits.marksPerCode) continue;
    const count = open ? former.count : former.count + 1;
    const markId = former.openMarkId ?? options.markIdOf(code, count);
    changes.push({
      ...{ code, level: options.aux ? auxLevel : level, markId, phase: open ? 'end' : 'begin' },
      ...{
        atMs: turningMs,
        mediaMs: Math.round(turningMediaMs),
        detail: open ? 'it is as it should be again' : verdict.detail,
      },
    });
    next[code] = { turningMs: null, turningMediaMs: 0, openMarkId: open ? null : markId, count };
  }
  return { state: next, changes };
}

/** The same where watching was interrupted: what is told stays told, and what was about to turn begins anew. */
export function interruptWatch(state: QualityState, codes: readonly QualityCode[]): QualityState {
  const next: Partial<Record<QualityCode, Watched>> = { ...state };
  for (const code of codes) {
    const watched = state[code];
    if (watched !== undefined) next[code] = { ...watched, turningMs: null };
  }
  return next;
}
