import type { StreamFact, StreamIdentity } from '../../../domain/recording/facts.ts';
import { streamFactKey } from '../../../domain/recording/facts.ts';
import type {
  CssEvent,
  CssFileEvent,
  CssPushEvent,
  CssRecordStatusEvent,
} from '../../../wire/css-callback.ts';
import type { CssExceptionEvent } from '../../../wire/css-exception.ts';
import { exceptionCode } from '../../../wire/css-exception.ts';
import { typeOfLegacyStreamId } from '../../../wire/legacy-stream-id.ts';
import { parseStreamParam } from '../../../wire/stream-param.ts';
import type { SubjectFact } from '../../ports/inbox.ts';

export interface ReadCallback {
  readonly dedupeKey: string;
  readonly facts: readonly SubjectFact[];
}

/** Where its parameters do not tell it, the type of a stream is told by its default id only: by its end, or by its digest. */
function streamTypeOf(streamId: string, room: string | null, userId: string | null): 'main' | 'aux' {
  const digested = room === null || userId === null ? null : typeOfLegacyStreamId(streamId, { room, userId });
  return digested ?? (streamId.endsWith('_aux') ? 'aux' : 'main');
}

function identityOf(streamId: string, streamParam: string | null): StreamIdentity {
  const param = streamParam === null ? null : parseStreamParam(streamParam);
  const room = param?.room ?? null;
  return {
    room:
      room === null
        ? null
        : param?.intRoom === true
          ? { kind: 'int', value: Number(room) }
          : { kind: 'string', value: room },
    userId: param?.userId ?? null,
    userDefineRecordId: param?.userDefineRecordId ?? null,
    streamType: param?.streamType ?? streamTypeOf(streamId, room, param?.userId ?? null),
  };
}

/** Our engine adds the microseconds to the vendor's whole seconds. */
function instantOf({ eventTime, eventTimeUsec }: CssPushEvent | CssRecordStatusEvent): number {
  return eventTime * 1000 + Math.floor(eventTimeUsec / 1000);
}

function readPush(event: CssPushEvent): StreamFact {
  const { sequence, width, height } = event;
  const atMs = instantOf(event);
  const common = { sequence, atMs, width, height, identity: identityOf(event.streamId, event.streamParam) };
  if (event.live) return { type: 'push-started', ...common };
  return { type: 'push-ended', ...common, startedAtMs: atMs - (event.pushDurationMs ?? 0) };
}

/**
 * The vendor's file begins at its end less its length; `start_time` is the recording's beginning, not the file's. A paused
 * recording is longer than its media, so our engine tells the file's own beginning.
 */
function readFile(event: CssFileEvent): StreamFact {
  const endMs = event.endTime * 1000 + Math.round(event.endTimeUsec / 1000);
  const durationMs = event.durationSeconds * 1000;
  return {
    type: 'file-announced',
    fileId: event.fileId,
    ...(event.sessionId === null ? {} : { sessionId: event.sessionId }),
    format: event.format,
    startMs: event.fileStartMs ?? endMs - durationMs,
    endMs,
    durationMs,
    bytes: event.fileSize,
    identity: identityOf(event.streamId, event.streamParam),
  };
}

function readStatus(event: CssRecordStatusEvent): StreamFact {
  const { sessionId, format, seq, mediaTimeMs: mediaMs } = event;
  const task = event.cloudTaskId === null ? {} : { taskId: event.cloudTaskId };
  const about = { sessionId, format, atMs: instantOf(event), ...task };
  switch (event.event) {
    case 'record_start_succeeded':
      return {
        ...{ type: 'record-started', ...about },
        ...(event.resumeTimeoutSeconds === null ? {} : { resumeTimeoutSeconds: event.resumeTimeoutSeconds }),
      };
    case 'record_paused':
      return { type: 'record-paused', ...about, seq, mediaMs, reason: event.pauseReason };
    case 'record_resumed':
      return { type: 'record-resumed', ...about, seq, mediaMs };
    case 'record_ended':
      return {
        ...{ type: 'record-ended', ...about },
        ...(event.fileCount === null ? {} : { fileCount: event.fileCount }),
      };
    case 'record_start_failed':
    case 'record_error':
      return { type: 'record-failed', ...about };
  }
}

/** The vendor says that something happened; our engine also says from when to when, and where in the media. */
function readException(event: CssExceptionEvent): StreamFact {
  const { sessionId, level, type, eventTime, desc: detail, mark } = event;
  const common = { type: 'quality-mark', sessionId, level, detail } as const;
  if (mark !== null) return { ...common, ...mark };
  const code = exceptionCode(type);
  const markId = `${code}/${String(eventTime)}`;
  return { ...common, code, markId, phase: 'once', atMs: eventTime * 1000, mediaMs: null };
}

export function readCssEvent(sdkAppId: number, event: CssEvent): ReadCallback {
  const { streamId } = event;
  const about = (fact: StreamFact): readonly SubjectFact[] => [{ about: 'stream', sdkAppId, streamId, fact }];
  switch (event.kind) {
    case 'push':
      return { dedupeKey: `push/${event.sequence}/${event.live ? 1 : 0}`, facts: about(readPush(event)) };
    case 'file':
      return { dedupeKey: `file/${event.fileId}/${event.format}`, facts: about(readFile(event)) };
    case 'record-status':
      return {
        dedupeKey: `record/${event.sessionId}/${event.format}/${event.event}/${instantOf(event)}/${event.seq}`,
        facts: about(readStatus(event)),
      };
    case 'record-exception': {
      const fact = readException(event);
      return { dedupeKey: `exception/${streamFactKey(fact)}`, facts: about(fact) };
    }
  }
}
