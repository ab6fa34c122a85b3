import type {
  ChannelUsage,
  FileUsage,
  MixUsage,
  PlaybackBytes,
  TaskUsage,
  Usage,
} from '../../domain/billing/usage.ts';

/** Raw measured usage of an application for money, of whatever touches [from, until). All times are epoch milliseconds. */
export interface UsageStore {
  /** Of a recording, and of a newer application's task, that has one in that time, all. */
  recordingChannels(sdkAppId: number, fromMs: number, untilMs: number): Promise<readonly ChannelUsage[]>;
  /** Tasks that we know the beginning of; others are known by their channels alone. */
  tasks(sdkAppId: number, fromMs: number, untilMs: number): Promise<readonly TaskUsage[]>;
  mixes(sdkAppId: number, fromMs: number, untilMs: number): Promise<readonly MixUsage[]>;
  storedFiles(sdkAppId: number, fromMs: number, untilMs: number): Promise<readonly FileUsage[]>;
  /** All that these recordings used, and all that their tasks recorded beside them. */
  ofRecordings(recordingIds: readonly string[]): Promise<Usage>;
  recordingsOfRoom(roomId: string): Promise<readonly string[]>;
  playback(sdkAppId: number, fromMs: number, untilMs: number): Promise<readonly PlaybackBytes[]>;
}
