import type { Period } from '../../domain/billing/calendar.ts';
import type { ChannelUsage, MixUsage, PlaybackBytes, TaskUsage } from '../../domain/billing/usage.ts';
import type { ChannelColumns, FileColumns } from '../../domain/billing/usage-columns.ts';

/**
 * Raw usage of an application in parts, for one that counts and forgets it: each piece comes once, and no more is held in memory
 * than a part. Of whatever touches a time.
 */
export interface UsageStream {
  /** Of every recording, in no order. */
  channels(sdkAppId: number, period: Period): AsyncIterable<ChannelColumns>;
  /** Of applications that are recorded by tasks: whole tasks, with all that each of them recorded. */
  tasks(
    sdkAppId: number,
    period: Period,
  ): AsyncIterable<{ readonly channels: readonly ChannelUsage[]; readonly tasks: readonly TaskUsage[] }>;
  mixes(sdkAppId: number, period: Period): AsyncIterable<readonly MixUsage[]>;
  /** Those that were put in or went within the time; what was kept throughout is in `keptBytes`. */
  changedFiles(sdkAppId: number, period: Period): AsyncIterable<FileColumns>;
  /** Bytes kept at an instant, by reading every file. */
  keptBytes(sdkAppId: number, atMs: number): Promise<bigint>;
  /** All files of a slot together, without recordings. */
  playback(sdkAppId: number, period: Period): Promise<readonly PlaybackBytes[]>;
}
