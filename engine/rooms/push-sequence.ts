import { randomInt } from 'node:crypto';

/** A push's number: unique, digits only, told in the events of its beginning and its end. */
export function makeSequence(nowMs: number): string {
  return `${String(nowMs)}${String(randomInt(1_000_000)).padStart(6, '0')}`;
}
