import type { CssPushEvent } from '../../../wire/css-callback.ts';
import type { Library } from '../../library/library.ts';
import { mixesLeft } from '../../library/mix-store.ts';
import { interruptedBefore } from '../../library/room-store.ts';
import { applicationOfPath } from '../account.ts';
import { leaveReasons } from '../../rooms/room-event.ts';
import { pushEndCodes, pushEndEvent } from './events.ts';
import { roomHappening } from './teller.ts';

/** Tells of what a killed process could not tell: its streams ended, its users left, its rooms are over. */
export async function tellInterrupted(library: Library, lastAliveMs: number): Promise<number> {
  // Only when everything of that process has arrived is it known what it left open.
  await library.settled();
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
  for (const { commId, sdkAppId, room, creator, userIds } of rooms) {
    const common = { sdkAppId, commId, room, atMs: lastAliveMs };
    for (const userId of userIds) {
      const reason = leaveReasons.timeout;
      await library.remember(roomHappening({ ...common, name: 'user-left', userId, reason }));
    }
    const userId = userIds.at(-1) ?? creator;
    await library.remember(roomHappening({ ...common, name: 'room-dismissed', userId }));
  }
  return rooms.length + pushes.length;
}
