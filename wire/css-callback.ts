/**
 * Bodies of the CSS (live) callbacks: push and interruption (0, 1), recording file (100), recording status (332) and,
 * in css-exception.ts, abnormal recording (341)
 * (https://www.tencentcloud.com/document/product/267/38082, 38081 and 53310). Parsing ignores what it does not know and
 * insists on what it needs.
 */
import type { RecordingFormat } from '../domain/recording/formats.ts';
import type { CssExceptionEvent } from './css-exception.ts';

/** Expiry and signature that every CSS callback carries. */
export interface CssEnvelope {
  readonly t: number;
  readonly sign: string;
}

/** event_type 1 (push) and 0 (interrupted). `sequence` is the same for the two ends of one push. */
export interface CssPushEvent {
  readonly kind: 'push';
  readonly live: boolean;
  readonly appId: number;
  readonly domain: string;
  readonly path: string;
  readonly streamId: string;
  readonly eventTime: number;
  /** Ours: the microseconds of the same instant; 0 from the vendor, who tells whole seconds. */
  readonly eventTimeUsec: number;
  readonly sequence: string;
  readonly node: string;
  readonly userIp: string;
  /** Milliseconds, on the interruption only. */
  readonly pushDurationMs: number | null;
  readonly errcode: number;
  readonly errmsg: string;
  readonly streamParam: string | null;
  readonly setId: number;
  readonly width: number;
  readonly height: number;
}

/** event_type 100: a file was made. File start = end − duration. */
export interface CssFileEvent {
  readonly kind: 'file';
  readonly appId: number;
  readonly domain: string;
  readonly path: string;
  readonly streamId: string;
  readonly fileId: string;
  readonly recordFileId: string;
  readonly format: RecordingFormat;
  /** Only for recordings started by CreateRecordTask. */
  readonly taskId: string | null;
  /** Unix seconds, with the microseconds of the same instants beside them. */
  readonly startTime: number;
  readonly endTime: number;
  readonly startTimeUsec: number;
  readonly endTimeUsec: number;
  readonly durationSeconds: number;
  readonly fileSize: number;
  readonly streamParam: string | null;
  readonly videoUrl: string;
  /** Presentation time of the first packet taken. */
  readonly mediaStartTime: number;
  readonly recordKbps: number;
  /** JSON text {video_codec, resolution}; the vendor warns not to build on it. */
  readonly callbackExt: string;
  /** Ours: the recording's session as event_type 332 names it; null from the vendor. */
  readonly sessionId: string | null;
  /** Ours: when the media in the file begins, in epoch milliseconds; null from the vendor, whose end less duration says so. */
  readonly fileStartMs: number | null;
}

export const recordEvents = [
  'record_start_succeeded',
  'record_start_failed',
  'record_paused',
  'record_resumed',
  'record_error',
  'record_ended',
] as const;
export type RecordEvent = (typeof recordEvents)[number];

export const pauseReasons = ['command', 'consent'] as const;

/** event_type 332: the recording of one format changed its status. */
export interface CssRecordStatusEvent {
  readonly kind: 'record-status';
  readonly appId: number;
  readonly domain: string;
  readonly path: string;
  readonly streamId: string;
  readonly eventTime: number;
  /** Ours: the microseconds of the same instant; 0 from the vendor. */
  readonly eventTimeUsec: number;
  readonly event: RecordEvent;
  readonly format: RecordingFormat;
  readonly taskId: string;
  readonly sessionId: string;
  /** Counts the events of one session and format. */
  readonly seq: number;
  readonly recordKbps: number;
  /** Ours, on pauses: why media is left out; null from the vendor. */
  readonly pauseReason: (typeof pauseReasons)[number] | null;
  /** Ours, on pauses: where in the media it stands; null from the vendor. */
  readonly mediaTimeMs: number | null;
  /** Ours, on the start: how long it will wait for its stream, in seconds; null from the vendor. */
  readonly resumeTimeoutSeconds: number | null;
  /** Ours: the cloud recording task that it is of; null where the application's settings record, and from the vendor. */
  readonly cloudTaskId: string | null;
  /** Ours, on the end: how many files the format left, so that none is waited for in vain or forgotten; null from the vendor. */
  readonly fileCount: number | null;
}

export type CssEvent = CssPushEvent | CssFileEvent | CssRecordStatusEvent | CssExceptionEvent;

/** Numbers of record_detail.file_format (5, MP3, is not one of ours). */
export const formatNumbers: Readonly<Record<RecordingFormat, number>> = { flv: 1, hls: 2, mp4: 3, aac: 4 };
