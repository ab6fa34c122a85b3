import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CssPushEvent } from '../../../wire/css-callback.ts';
import type { Library } from '../../library/library.ts';
import { mixesLeft } from '../../library/mix-store.ts';
import { interruptedBefore } from '../../library/room-store.ts';
import { applicationOfPath } from '../account.ts';
import { leaveReasons } from '../../rooms/room-event.ts';
import { pushEndCodes, pushEndEvent } from './events.ts';
import { roomHappening } from './teller.ts';

const pauseMs = 1000;

/**
 * Tells of what killed processes could not tell: their streams ended, their users left, their rooms are over. Asks a database
 * that does not answer again until it does, or until `signal` is aborted: the next process does it then.
 */
export async function tellInterrupted(
  library: Library,
  lastAliveMs: number,
  options: { readonly signal: AbortSignal; readonly log: Pick<Logger, 'warn'> },
): Promise<void> {
  const { signal, log } = options;
  // Only when everything of that process has arrived is it known what it left open.
  await library.settled();
  for (;;) {
    try {
      const told = await tellOnce(library, lastAliveMs);
      if (told > 0) log.warn({ told }, 'told of what an interrupted process left open');
      return;
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ err: error }, 'what an earlier process left open could not be told of; it is tried again');
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Answers of how many rooms and streams. What is told a second time changes nothing: an event has one key. */
async function tellOnce(library: Library, lastAliveMs: number): Promise<number> {
  const { rooms, pushes } = await interruptedBefore(library.sql, library.run);
  for (const { sequence, startedAt, event } of pushes) {
    const atMs = Math.max(lastAliveMs, startedAt.getTime());
    const started = event as CssPushEvent;
    const sdkAppId = applicationOfPath(started.path);
    if (sdkAppId === null) continue;
    const ended = pushEndEvent(started, startedAt.getTime(), atMs, pushEndCodes.interrupted);
    await library.remember({
      fact: { type: 'push-ended', sequence, atMs },
      callbacks: [{ key: `push/${sequence}/0`, sdkAppId, kind: 'css', event: ended }],
    });
  }
  for (const mixId of await mixesLeft(library.sql, library.run))
    await library.remember({ fact: { type: 'mix-ended', mixId, atMs: lastAliveMs }, callbacks: [] });
  for (const { commId, sdkAppId, room, creator, createdAt, users } of rooms) {
    const common = { sdkAppId, commId, room };
    // The sign of life is a second old at most, and a user may have come within it.
    let atMs = Math.max(lastAliveMs, createdAt.getTime());
    for (const { userId, joinedAt } of users) {
      const leftMs = Math.max(lastAliveMs, joinedAt.getTime());
      atMs = Math.max(atMs, leftMs);
      const reason = leaveReasons.timeout;
      await library.remember(roomHappening({ ...common, name: 'user-left', userId, reason, atMs: leftMs }));
    }
    const userId = users.at(-1)?.userId ?? creator;
    await library.remember(roomHappening({ ...common, name: 'room-dismissed', userId, atMs }));
  }
  return rooms.length + pushes.length;
}
