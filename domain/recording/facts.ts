import type { RoomName, StreamType } from '../room/room-key.ts';
import type { RecordingFormat } from './formats.ts';
import type { ShelfFact } from './shelf-facts.ts';
import { isShelfFact, shelfFactKey } from './shelf-facts.ts';

/** Whose stream it is, as far as a fact tells. */
export interface StreamIdentity {
  readonly room: RoomName | null;
  readonly userId: string | null;
  readonly streamType: StreamType | 'mix';
  readonly userDefineRecordId: string | null;
}

export const markLevels = ['info', 'warning', 'error'] as const;
export type MarkLevel = (typeof markLevels)[number];
export const markPhases = ['begin', 'end', 'once'] as const;
export type MarkPhase = (typeof markPhases)[number];

/** Why media is left out of a running recording: by a command, or because its user does not consent. */
export type PauseReason = 'command' | 'consent';

/**
 * What can be waited for in vain: the provider's word that a recording ended, a file in each format, the media library's
 * word that it holds a file.
 */
export type Wait = 'record-end' | 'files' | 'file';

interface RecordStatusFact<T extends string> {
  readonly type: T;
  readonly sessionId: string;
  readonly format: RecordingFormat;
  readonly atMs: number;
  /** The recording task that it is of; absent where the application's settings record. */
  readonly taskId?: string;
}

interface RecordPauseFact<T extends string> extends RecordStatusFact<T> {
  /** Its place among the events of one session and format: two in one second are told apart by it. */
  readonly seq: number;
  /** Where in the media it stands; null where the provider does not say. */
  readonly mediaMs: number | null;
}

/**
 * What a provider told about one stream id, as plain JSON. Facts come late, twice and in any order; nothing may depend on
 * which came first. Times are epoch milliseconds; the vendor's are whole seconds in most.
 */
export type StreamFact =
  | {
      readonly type: 'push-started';
      readonly sequence: string;
      readonly atMs: number;
      readonly width: number;
      readonly height: number;
      readonly identity: StreamIdentity;
    }
  | {
      readonly type: 'push-ended';
      readonly sequence: string;
      readonly atMs: number;
      readonly startedAtMs: number;
      readonly width: number;
      readonly height: number;
      readonly identity: StreamIdentity;
    }
  | (RecordStatusFact<'record-started'> & {
      /** How long it will wait for its stream; absent where the provider does not say. */
      readonly resumeTimeoutSeconds?: number;
    })
  | (RecordPauseFact<'record-paused'> & { readonly reason: PauseReason | null })
  | RecordPauseFact<'record-resumed'>
  | (RecordStatusFact<'record-ended'> & {
      /** How many files the format left; absent where the provider does not say. */
      readonly fileCount?: number;
    })
  | RecordStatusFact<'record-failed'>
  | {
      readonly type: 'file-announced';
      readonly fileId: string;
      /** The recording's session; absent where the provider names none, and time must tell. */
      readonly sessionId?: string;
      /** The recording task that made it; absent where the application's settings record. */
      readonly taskId?: string;
      readonly format: RecordingFormat;
      readonly startMs: number;
      readonly endMs: number;
      readonly durationMs: number;
      readonly bytes: number;
      readonly identity: StreamIdentity;
    }
  | {
      /** DescribeMediaInfos knows the file: only this makes it ready. */
      readonly type: 'file-confirmed';
      readonly fileId: string;
      readonly name: string;
      readonly mediaUrl: string;
      readonly bytes: number;
      readonly durationMs: number;
      readonly width: number | null;
      readonly height: number | null;
      readonly createdAtMs: number;
      /** The sub-application that it was found in; null or absent = the account's main one. */
      readonly subAppId?: number | null;
    }
  | {
      /** Something about the recording's quality, or its keeping, began, ended, or happened once. */
      readonly type: 'quality-mark';
      readonly sessionId: string;
      /** The same for the two ends of one condition. */
      readonly markId: string;
      readonly phase: MarkPhase;
      readonly code: string;
      readonly level: MarkLevel;
      readonly atMs: number;
      /** Its place in the media, from the recording's beginning; null where it has none. */
      readonly mediaMs: number | null;
      readonly detail: string;
    }
  | ShelfFact
  | {
      /** A fact of our own: what was waited for since some time had not come by `atMs`. What comes later heals it. */
      readonly type: 'deadline-passed';
      readonly wait: Wait;
      /** The recording's session, or a push's number where none was told, or the file's id. */
      readonly about: string;
      readonly sinceMs: number;
      readonly atMs: number;
      /** True where the provider did not answer when it was asked for it; absent where it had nothing to tell. */
      readonly unanswered?: true;
    };

export type StreamFactOf<T extends StreamFact['type']> = Extract<StreamFact, { readonly type: T }>;

/** One text for one fact: two facts with the same key are the same fact told twice. */
export function streamFactKey(fact: StreamFact): string {
  if (isShelfFact(fact)) return shelfFactKey(fact);
  switch (fact.type) {
    case 'push-started':
    case 'push-ended':
      return `${fact.type}/${fact.sequence}`;
    case 'record-started':
    case 'record-ended':
    case 'record-failed':
      return `${fact.type}/${fact.sessionId}/${fact.format}`;
    case 'quality-mark':
      return `${fact.type}/${fact.sessionId}/${fact.markId}/${fact.phase}`;
    case 'record-paused':
    case 'record-resumed':
      return `${fact.type}/${fact.sessionId}/${fact.format}/${fact.atMs}/${fact.seq}`;
    case 'file-announced':
    case 'file-confirmed':
      return `${fact.type}/${fact.fileId}`;
    case 'deadline-passed':
      return `${fact.type}/${fact.wait}/${fact.about}/${fact.atMs}`;
  }
}

/** The time a fact is about, for windows and sorting; null where it follows the announcement of its file. */
export function streamFactTime(fact: StreamFact): number | null {
  if (isShelfFact(fact)) return null;
  switch (fact.type) {
    case 'push-ended':
      return fact.startedAtMs;
    case 'file-announced':
      return fact.startMs;
    case 'file-confirmed':
      return null;
    case 'deadline-passed':
      return fact.sinceMs;
    default:
      return fact.atMs;
  }
}
