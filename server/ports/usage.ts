import type { RecordingFormat } from '../../domain/recording/formats.ts';

/** Raw measured usage for money, within [from, until). All times are epoch milliseconds. */
export interface UsageStore {
  recordingChannels(
    sdkAppId: number | null,
    fromMs: number,
    untilMs: number,
  ): Promise<
    readonly {
      readonly recordingId: string;
      readonly format: RecordingFormat;
      readonly startMs: number;
      /** Null while it runs. */
      readonly endMs: number | null;
      readonly width: number | null;
      readonly height: number | null;
    }[]
  >;
  mixes(
    sdkAppId: number | null,
    fromMs: number,
    untilMs: number,
  ): Promise<
    readonly {
      readonly mixId: string;
      readonly recordingId: string | null;
      readonly startMs: number;
      readonly endMs: number | null;
      readonly width: number;
      readonly height: number;
    }[]
  >;
  storedFiles(
    sdkAppId: number | null,
    fromMs: number,
    untilMs: number,
  ): Promise<
    readonly {
      readonly fileId: string;
      readonly recordingId: string;
      readonly bytes: number;
      readonly fromMs: number;
      readonly untilMs: number | null;
    }[]
  >;
  playback(
    sdkAppId: number | null,
    fromMs: number,
    untilMs: number,
  ): Promise<
    readonly {
      readonly fileId: string | null;
      readonly recordingId: string | null;
      readonly slotStartMs: number;
      readonly bytes: number;
    }[]
  >;
}
