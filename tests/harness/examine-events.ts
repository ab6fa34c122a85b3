import type { FollowedEvent } from './event-follower.ts';
import type { HarnessHouse } from './harness-house.ts';
import { listRecordings } from './known-recordings.ts';

/** Holds what a follower saw against the log and against what every recording went through; a sentence for each fault. */
export async function examineEvents(
  house: HarnessHouse,
  followed: readonly FollowedEvent[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  const log = await house.sql.server<{ id: string }[]>`select id from events order by xid, number`;
  const seen = new Set(followed.map(({ id }) => id));
  const twice = followed.filter(({ id }, index) => followed.findIndex((event) => event.id === id) !== index);
  if (twice.length > 0)
    faults.push(`came twice: ${twice.map(({ type, cursor }) => `${type} at ${cursor}`).join(', ')}`);
  const missed = log.filter(({ id }) => !seen.has(id));
  if (missed.length > 0) faults.push(`${missed.length} of ${log.length} events never came`);
  const astray = followed.findIndex(({ id }, index) => log[index]?.id !== id);
  if (missed.length === 0 && twice.length === 0 && astray >= 0)
    faults.push(`events came in another order than the log has, from the ${astray}th on`);

  for (const { id, userId, state, files } of await listRecordings(house)) {
    const types = followed.filter(({ recordingId }) => recordingId === id).map(({ type }) => type);
    const count = (type: string): number => types.filter((one) => one === type).length;
    const expect = (type: string, times: number): void => {
      if (count(type) !== times) faults.push(`${userId ?? id}: ${count(type)} × ${type} instead of ${times}`);
    };
    if (state === 'FAILED') expect('RECORDING_FAILED', 1);
    if (state !== 'READY') continue;
    for (const type of ['RECORDING_STARTED', 'RECORDING_ENDED']) expect(type, 1);
    // What comes late, after a file that was ready, makes a recording ready once more.
    if (count('RECORDING_READY') === 0) faults.push(`${userId ?? id}: RECORDING_READY never came`);
    for (const type of ['RECORDING_FILE_ANNOUNCED', 'RECORDING_FILE_READY']) expect(type, files.length);
  }
  return faults;
}
