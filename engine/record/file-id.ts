import { randomInt } from 'node:crypto';

/**
 * A media file's id: 20 decimal digits, of which the first 13 are the millisecond it was made. Handled as text everywhere:
 * as a number it would lose its end.
 */
export function makeFileId(nowMs: number): string {
  return `${String(nowMs).padStart(13, '0')}${String(randomInt(10_000_000)).padStart(7, '0')}`;
}

export const fileIdPattern = /^\d{20}$/;
