import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RecordingMethod } from '../../domain/recording/settings.ts';
import type { RecordingRules } from '../record/recorded-file.ts';

/** How an application records, as its settings are now. What is running keeps what it began with. */
export interface RecordingChoice {
  readonly enabled: boolean;
  readonly method: RecordingMethod;
  readonly formats: readonly RecordingFormat[];
  readonly rules: RecordingRules;
}

/** What rooms must know of an application. */
export interface Application {
  readonly sdkAppId: number;
  /** `legacy` is recorded by its settings, `task` only by tasks that are asked for: the vendor's two kinds exclude each other. */
  readonly kind: 'legacy' | 'task';
  /** Signs users in. */
  readonly secretKey: string;
  /** Whether a user needs a PrivateMapKey beside the signature: the vendor's advanced permission control, as it is now. */
  readonly needsPermission: boolean;
  /** Null where no rule reaches the stream: it is not recorded. */
  recordingOf(streamId: string): RecordingChoice | null;
}

export interface Applications {
  find(sdkAppId: number): Application | null;
}
