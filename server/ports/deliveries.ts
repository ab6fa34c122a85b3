import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { RecordingFileRecord, VisibleScope } from './records.ts';

/** Formats that are one file with one checksum: HLS is many, of which the library states none. */
export const deliverableFormats = ['flv', 'mp4', 'aac'] as const satisfies readonly RecordingFormat[];
export type DeliverableFormat = (typeof deliverableFormats)[number];

export interface DeliveryPolicy {
  readonly sdkAppId: number;
  readonly formats: readonly DeliverableFormat[];
  /** Below the delivery folder of the configuration. */
  readonly folder: string;
  readonly changedBy: string;
  readonly changedAt: Date;
}

export interface FileToDeliver {
  readonly file: RecordingFileRecord;
  readonly sdkAppId: number;
  readonly roomId: string | null;
  readonly folder: string;
  /** How often it failed. */
  readonly attempts: number;
}

export interface DeliveryStore {
  policies(scope: VisibleScope): Promise<readonly DeliveryPolicy[]>;
  setPolicy(policy: DeliveryPolicy): Promise<void>;
  removePolicy(sdkAppId: number): Promise<void>;
  /** READY files that a policy wants, that no hold protects, and whose next attempt has come. */
  due(now: Date, limit: number): Promise<readonly FileToDeliver[]>;
  noteFailure(fileId: string, nextAttemptAt: Date, error: string): Promise<void>;
  noteSuccess(fileId: string): Promise<void>;
}

/** What was written, so that it can be compared with what was promised. */
export interface Delivered {
  /** Below the delivery folder. */
  readonly path: string;
  readonly md5: string;
  readonly bytes: number;
}

export interface DeliveryFolder {
  /**
   * Fetches an address into a file that is durable when this resolves, under a name that no other file has. Writes
   * nothing outside the folder. Rejects, and leaves nothing behind, where the bytes are not those expected.
   */
  fetch(
    url: string,
    target: { readonly folder: string; readonly name: string },
    expected: { readonly md5: string; readonly bytes: number },
    signal: AbortSignal,
  ): Promise<Delivered>;
}
