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
import { parseStreamParam } from '../../../wire/stream-param.ts';
import type { SubjectFact } from '../../ports/inbox.ts';

export interface ReadCallback {
  readonly dedupeKey: string;
  readonly facts: readonly SubjectFact[];
}

/** The type of a stream is told by the end of its default id only. */
function streamTypeOf(streamId: string): 'main' | 'aux' {
  return streamId.endsWith('_aux') ? 'aux' : 'main';
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
    streamType: streamTypeOf(streamId),
  };
}

function readPush(event: CssPushEvent): StreamFact {
  const { sequence, width, height } = event;
  const atMs = event.eventTime * 1000;
  const common = { sequence, atMs, width, height, identity: identityOf(event.streamId, event.streamParam) };
  if (event.live) return { type: 'push-started', ...common };
  return { type: 'push-ended', ...common, startedAtMs: atMs - (event.pushDurationMs ?? 0) };
}

/** A file begins at its end less its length; `start_time` is the recording's beginning, not the file's. */
function readFile(event: CssFileEvent): StreamFact {
  const endMs = event.endTime * 1000 + Math.round(event.endTimeUsec / 1000);
  const durationMs = event.durationSeconds * 1000;
  return {
    type: 'file-announced',
    fileId: event.fileId,
    format: event.format,
    startMs: endMs - durationMs,
    endMs,
    durationMs,
    bytes: event.fileSize,
    identity: identityOf(event.streamId, event.streamParam),
  };
}

function readStatus(event: CssRecordStatusEvent): StreamFact | null {
  const types = {
    record_start_succeeded: 'record-started',
    record_ended: 'record-ended',
    record_start_failed: 'record-failed',
    record_error: 'record-failed',
    // A pause changes neither what is recorded nor what it costs here.
    record_paused: null,
    record_resumed: null,
  } as const;
  const type = types[event.event];
  if (type === null) return null;
  return { type, sessionId: event.sessionId, format: event.format, atMs: event.eventTime * 1000 };
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
  const about = (fact: StreamFact | null): readonly SubjectFact[] =>
    fact === null ? [] : [{ about: 'stream', sdkAppId, streamId, fact }];
  switch (event.kind) {
    case 'push':
      return { dedupeKey: `push/${event.sequence}/${event.live ? 1 : 0}`, facts: about(readPush(event)) };
    case 'file':
      return { dedupeKey: `file/${event.fileId}/${event.format}`, facts: about(readFile(event)) };
    case 'record-status':
      return {
        dedupeKey: `record/${event.sessionId}/${event.format}/${event.event}/${event.eventTime}`,
        facts: about(readStatus(event)),
      };
    case 'record-exception': {
      const fact = readException(event);
      return { dedupeKey: `exception/${streamFactKey(fact)}`, facts: about(fact) };
    }
  }
}
