import type { Viewing } from './audit.ts';

/** What the provider can say of who watched. */
export interface Watching {
  /** False on the vendor's cloud: what it serves is counted by file and never by viewer. */
  readonly isAttributed: boolean;
  /** Everything served within a time, by grant and file; asked for one sub-application (null = the main one). */
  served(from: Date, until: Date, subAppId: number | null): Promise<readonly Omit<Viewing, 'recordingId'>[]>;
}
