import type {
  CssFileEvent,
  CssPushEvent,
  CssRecordStatusEvent,
  RecordEvent,
} from '../../../wire/css-callback.ts';
import type { CssExceptionEvent } from '../../../wire/css-exception.ts';
import { exceptionType } from '../../../wire/css-exception.ts';
import type { TrtcEvent } from '../../../wire/trtc-callback.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { PictureSize } from '../../containers/picture-size.ts';
import type {
  HoldReason,
  RecordedFile,
  RecordingPlan,
  RecordingWarning,
  WarnedRecording,
} from '../../record/recorded-file.ts';
import type { Push, RoomEvent } from '../../rooms/room-event.ts';
import type { Account } from '../account.ts';
import { mediaPath, pushDomain, pushPath } from '../account.ts';

/** Sets of nodes from 7 to 200 are outside the mainland. */
const setId = 7;
const node = '127.0.0.1';

const inSeconds = (ms: number): number => Math.floor(ms / 1000);
const microseconds = (ms: number): number => (Math.round(ms) % 1000) * 1000;

/** event_type 1; its pair 0 is made from it by {@link pushEndEvent}. */
export function pushStartEvent(account: Account, push: Push, size: PictureSize): CssPushEvent {
  return {
    kind: 'push',
    live: true,
    appId: account.appId,
    domain: pushDomain,
    path: pushPath(push.sdkAppId),
    streamId: push.streamId,
    eventTime: inSeconds(push.startedAtMs),
    eventTimeUsec: microseconds(push.startedAtMs),
    sequence: push.sequence,
    node,
    userIp: push.remoteAddress,
    pushDurationMs: null,
    errcode: 0,
    errmsg: 'ok',
    streamParam: push.streamParam,
    setId,
    width: size.width,
    height: size.height,
  };
}

/** Codes of the vendor's interruption event: 1 the publisher closed, 2 the connection broke. */
export const pushEndCodes = {
  normal: { errcode: 1, errmsg: 'The push client closed the stream.' },
  interrupted: { errcode: 2, errmsg: 'The stream was interrupted.' },
} as const;

export function pushEndEvent(
  start: CssPushEvent,
  startedAtMs: number,
  atMs: number,
  code: (typeof pushEndCodes)[keyof typeof pushEndCodes],
): CssPushEvent {
  return {
    ...start,
    ...code,
    live: false,
    eventTime: inSeconds(atMs),
    eventTimeUsec: microseconds(atMs),
    pushDurationMs: Math.max(0, Math.round(atMs - startedAtMs)),
  };
}

/** event_type 100. A receiver takes the file's beginning as its end less its duration. */
export function fileEvent(account: Account, plan: RecordingPlan, file: RecordedFile): CssFileEvent {
  const { context } = plan;
  return {
    kind: 'file',
    appId: account.appId,
    domain: pushDomain,
    path: pushPath(plan.context.sdkAppId),
    streamId: context.streamId,
    fileId: file.fileId,
    recordFileId: file.fileId,
    format: file.format,
    taskId: null,
    startTime: inSeconds(file.startedAtMs),
    endTime: inSeconds(file.endedAtMs),
    startTimeUsec: microseconds(file.startedAtMs),
    endTimeUsec: microseconds(file.endedAtMs),
    durationSeconds: Math.round(file.durationMs / 1000),
    fileSize: file.bytes,
    streamParam: context.streamParam,
    videoUrl: `${account.publicUrl()}${mediaPath(account, plan.rules.subAppId, file.path)}`,
    mediaStartTime: 0,
    recordKbps: file.durationMs === 0 ? 0 : Math.round((file.bytes * 8) / file.durationMs),
    callbackExt: JSON.stringify({
      video_codec: file.video?.codec ?? '',
      resolution: file.video === null ? '' : `${String(file.video.width)}x${String(file.video.height)}`,
    }),
    sessionId: plan.sessionId,
    fileStartMs: file.startedAtMs,
  };
}

export interface RecordStatus {
  readonly event: RecordEvent;
  readonly atMs: number;
  readonly seq: number;
  readonly pauseReason: HoldReason | null;
  readonly mediaTimeMs: number | null;
  /** Of the end alone. */
  readonly fileCount: number | null;
}

/** event_type 332: one format of one session. */
export function recordStatusEvent(
  account: Account,
  plan: RecordingPlan,
  format: RecordingFormat,
  { event, atMs, seq, pauseReason, mediaTimeMs, fileCount }: RecordStatus,
): CssRecordStatusEvent {
  return {
    kind: 'record-status',
    appId: account.appId,
    domain: pushDomain,
    path: pushPath(plan.context.sdkAppId),
    streamId: plan.context.streamId,
    eventTime: inSeconds(atMs),
    eventTimeUsec: microseconds(atMs),
    event,
    format,
    taskId: `${plan.sessionId}-${format}`,
    sessionId: plan.sessionId,
    seq,
    recordKbps: 0,
    pauseReason,
    mediaTimeMs,
    resumeTimeoutSeconds: event === 'record_start_succeeded' ? plan.rules.resumeTimeoutSeconds : null,
    cloudTaskId: plan.context.task?.taskId ?? null,
    fileCount,
  };
}

/** event_type 341: every format of one session. */
export function recordExceptionEvent(
  account: Account,
  plan: WarnedRecording,
  warning: RecordingWarning,
): CssExceptionEvent {
  const { code, level, markId, phase, atMs, mediaMs, detail } = warning;
  return {
    kind: 'record-exception',
    appId: account.appId,
    domain: pushDomain,
    path: pushPath(plan.context.sdkAppId),
    streamId: plan.context.streamId,
    sessionId: plan.sessionId,
    fileFormat: '',
    eventTime: inSeconds(atMs),
    level,
    type: exceptionType(code),
    occurs: 1,
    desc: detail,
    mark: { code, markId, phase, atMs, mediaMs },
  };
}

export function roomCallback(event: RoomEvent): TrtcEvent {
  const normalEntry = 1;
  return {
    name: event.name,
    callbackMs: event.atMs,
    room: event.room,
    eventMs: event.atMs,
    userId: event.userId,
    reason: event.name === 'user-left' ? event.reason : event.name === 'user-entered' ? normalEntry : null,
  };
}
