import { setTimeout as delay } from 'node:timers/promises';
import type { ClipMedia, ClipTags } from '../support/content/numbered-clip.ts';
import { replayClip, type Replayed } from './clip-replay.ts';
import type { HarnessHouse } from './harness-house.ts';

/** One accepted publishing: a room and a user of its own, so that its recording is known by them. */
export interface Participation extends Replayed {
  readonly userId: string;
  readonly media: ClipMedia;
  /** When its last was sent (performance.now()). */
  readonly endedAtMs: number;
}

const retryPauseMs = 300;

/**
 * Publishes for so many seconds of media in all, as a patient user does: whenever the connection breaks, it comes back
 * with a new room and goes on until its time is over. Answers every publishing that was accepted.
 */
export async function takePart(
  house: HarnessHouse,
  part: {
    readonly name: string;
    readonly clip: ClipTags;
    readonly media: ClipMedia;
    readonly seconds: number;
    /** Nobody begins anew after this (performance.now()). */
    readonly untilMs: number;
  },
): Promise<readonly Participation[]> {
  const { name, clip, media } = part;
  const accepted: Participation[] = [];
  let left = part.seconds;
  for (let attempt = 0; left >= 1 && (attempt === 0 || performance.now() < part.untilMs); attempt += 1) {
    const userId = `${name}_${attempt}`;
    const key = house.keyFor(userId, userId);
    try {
      const replay = await replayClip({ port: house.rtmpPort, key, clip, media, seconds: left });
      const replayed = await replay.ended;
      accepted.push({ ...replayed, userId, media, endedAtMs: performance.now() });
      // Whole seconds only: a group of pictures cut in its middle has pictures that nobody could decode.
      left = replayed.whole ? 0 : Math.floor(left - replayed.seconds);
    } catch {
      // Refused or cut while it was asking: the engine is being started again.
    }
    if (left >= 1) await delay(retryPauseMs);
  }
  return accepted;
}
