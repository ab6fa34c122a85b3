import type { StorageSpan } from '../../../library/storage-classes.ts';

const slotMs = 300_000;
const dayMs = 86_400_000;
/** The vendor's days begin at midnight in UTC+8. */
const zoneMs = 8 * 3_600_000;

export interface StoragePoint {
  readonly at: Date;
  readonly bytes: number;
}

/**
 * Bytes by five minutes: everything that lay there at any time in them, so that what came and went within is not lost; a
 * file that changed its class counts once, in the later one. By day: the highest five minutes of it.
 */
export function storagePoints(
  spans: readonly StorageSpan[],
  from: Date,
  until: Date,
  interval: 'Minute' | 'Day',
): readonly StoragePoint[] {
  const first = Math.floor(from.getTime() / slotMs);
  const count = Math.ceil(until.getTime() / slotMs) - first;
  const changes = new Float64Array(count + 1);
  const clamp = (slot: number): number => Math.min(Math.max(slot - first, 0), count);
  for (const span of spans) {
    const begin = clamp(Math.floor(span.from.getTime() / slotMs));
    const round = span.goesOn ? Math.floor : Math.ceil;
    const end = span.until === null ? count : clamp(round(span.until.getTime() / slotMs));
    if (end <= begin) continue;
    changes[begin]! += span.bytes;
    changes[end]! -= span.bytes;
  }
  const points: StoragePoint[] = [];
  const peaks = new Map<number, number>();
  let bytes = 0;
  for (let slot = 0; slot < count; slot++) {
    bytes += changes[slot]!;
    const atMs = (first + slot) * slotMs;
    if (interval === 'Minute') points.push({ at: new Date(atMs), bytes });
    else {
      const day = Math.floor((atMs + zoneMs) / dayMs);
      peaks.set(day, Math.max(peaks.get(day) ?? 0, bytes));
    }
  }
  if (interval === 'Minute') return points;
  return [...peaks].map(([day, peak]) => ({ at: new Date(day * dayMs - zoneMs), bytes: peak }));
}
