import type { RecordingFormat } from '../../domain/recording/formats.ts';
import type { VideoCodec } from '../containers/track.ts';
import type { RecordedFile, RecordingPlan, RecordingRules } from './recorded-file.ts';

/** Codec configurations, Base64, as recovery needs them to describe the tracks. */
export interface JournalTracks {
  readonly video: string | null;
  /** H.264 where it is not told, as in journals of before there were others. */
  readonly videoCodec?: VideoCodec;
  readonly audio: string | null;
}

/** A file from its opening until the library has it. */
export interface JournalFile extends JournalTracks {
  readonly fileId: string;
  readonly format: RecordingFormat;
  readonly startedAtMs: number;
  /** HLS only: configurations that the same recording went on with; the last ones count, and only those are kept. */
  readonly later?: readonly JournalTracks[];
  /** Present once the file is whole; it stays until the library acknowledged it and the next file of its format. */
  readonly closed: RecordedFile | null;
}

/** What one recording session would need to be finished by another process. */
export interface JournalEntry {
  readonly version: typeof journalVersion;
  readonly plan: RecordingPlan;
  /** Formats whose beginning was told: somebody waits for their end. */
  readonly started: readonly RecordingFormat[];
  /** False while nothing was to be recorded yet, as when it was held from its beginning. */
  readonly begun: boolean;
  readonly files: readonly JournalFile[];
  /** Where it was held from its beginning: when that was. Null otherwise. */
  readonly heldSinceMs: number | null;
  /** Since when its stream is away, and may still come back; null while it is there. */
  readonly suspendedAtMs: number | null;
  /** When its stream ended for good; null before. */
  readonly endedAtMs: number | null;
}

export const journalVersion = 2;

/** Rules of recordings from before they had any. */
const formerRules: RecordingRules = {
  maxFileSeconds: null,
  resumeTimeoutSeconds: 0,
  hlsSegments: 'fmp4',
  retentionDays: 0,
  subAppId: null,
};

/** Reads an entry of this or an earlier version. Throws RangeError with a reason for what is none. */
export function readJournalEntry(text: string): JournalEntry {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new RangeError('a journal entry is an object');
  const { version = 1, ...rest } = value as { readonly version?: unknown };
  if (version !== 1 && version !== journalVersion)
    throw new RangeError(`version ${String(version)} of the journal is not known here`);
  const entry = rest as Partial<JournalEntry>;
  const { plan, files } = entry;
  if (plan === undefined || !Array.isArray(files))
    throw new RangeError('a journal entry has a plan and files');
  const known = files as readonly JournalFile[];
  return {
    version: journalVersion,
    plan: { ...plan, rules: { ...formerRules, ...(plan.rules as RecordingRules | undefined) } },
    started: entry.started ?? [...new Set(known.map(({ format }) => format))],
    begun: entry.begun ?? true,
    files: known,
    heldSinceMs: entry.heldSinceMs ?? null,
    suspendedAtMs: entry.suspendedAtMs ?? null,
    endedAtMs: entry.endedAtMs ?? null,
  };
}
