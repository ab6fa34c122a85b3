import type { RecordingFormat } from '../domain/recording/formats.ts';
import type { CallbackProblem } from './callback-fields.ts';
import { CallbackFields, Malformed, guardParsing, readJsonObject } from './callback-fields.ts';
import type {
  CssEnvelope,
  CssEvent,
  CssFileEvent,
  CssPushEvent,
  CssRecordStatusEvent,
} from './css-callback.ts';
import { formatNumbers, pauseReasons, recordEvents } from './css-callback.ts';
import { parseException } from './css-exception.ts';

function parsePush(fields: CallbackFields, live: boolean): CssPushEvent {
  const duration = fields.number('push_duration', -1);
  return {
    kind: 'push',
    live,
    appId: fields.number('appid', 0),
    domain: fields.text('app', ''),
    path: fields.text('appname', ''),
    streamId: fields.text('stream_id'),
    eventTime: fields.number('event_time'),
    eventTimeUsec: fields.number('event_time_usec', 0),
    sequence: fields.text('sequence'),
    node: fields.text('node', ''),
    userIp: fields.text('user_ip', ''),
    pushDurationMs: duration < 0 ? null : duration,
    errcode: fields.number('errcode', 0),
    errmsg: fields.text('errmsg', ''),
    streamParam: fields.optionalText('stream_param'),
    setId: fields.number('set_id', 0),
    width: fields.number('width', 0),
    height: fields.number('height', 0),
  };
}

function parseFile(fields: CallbackFields): CssFileEvent {
  const format = fields.text('file_format').toLowerCase();
  if (!Object.hasOwn(formatNumbers, format)) throw new Malformed(`file_format is ${format}`);
  return {
    kind: 'file',
    appId: fields.number('appid', 0),
    domain: fields.text('app', ''),
    path: fields.text('appname', ''),
    streamId: fields.text('stream_id'),
    fileId: fields.text('file_id'),
    recordFileId: fields.text('record_file_id', ''),
    format: format as RecordingFormat,
    taskId: fields.optionalText('task_id'),
    startTime: fields.number('start_time'),
    endTime: fields.number('end_time'),
    startTimeUsec: fields.number('start_time_usec', 0),
    endTimeUsec: fields.number('end_time_usec', 0),
    durationSeconds: fields.number('duration'),
    fileSize: fields.number('file_size'),
    streamParam: fields.optionalText('stream_param'),
    videoUrl: fields.text('video_url', ''),
    mediaStartTime: fields.number('media_start_time', 0),
    recordKbps: fields.number('record_bps', 0),
    callbackExt: fields.text('callback_ext', ''),
    sessionId: fields.optionalText('session_id'),
    fileStartMs: fields.optionalNumber('file_start_time_ms'),
  };
}

function parseRecordStatus(fields: CallbackFields): CssRecordStatusEvent {
  const event = recordEvents.find((name) => name === fields.text('record_event'));
  if (event === undefined) throw new Malformed(`record_event is ${fields.text('record_event')}`);
  const detail = new CallbackFields(readJsonObject(fields.text('record_detail'), 'record_detail'));
  const number = detail.number('file_format');
  const format = (Object.keys(formatNumbers) as RecordingFormat[]).find(
    (name) => formatNumbers[name] === number,
  );
  if (format === undefined) throw new Malformed(`record_detail.file_format is ${String(number)}`);
  return {
    kind: 'record-status',
    appId: fields.number('appid', 0),
    domain: fields.text('domain', fields.text('app', '')),
    path: fields.text('path', fields.text('appname', '')),
    streamId: fields.text('stream_id'),
    eventTime: fields.number('event_time'),
    eventTimeUsec: fields.number('event_time_usec', 0),
    event,
    format,
    taskId: fields.text('task_id', ''),
    sessionId: fields.text('session_id'),
    seq: fields.number('seq', 0),
    recordKbps: detail.number('record_bps', 0),
    pauseReason: pauseReasons.find((reason) => reason === fields.text('pause_reason', '')) ?? null,
    mediaTimeMs: fields.optionalNumber('media_time_ms'),
    resumeTimeoutSeconds: fields.optionalNumber('resume_timeout'),
    cloudTaskId: fields.optionalText('cloud_task_id'),
    fileCount: fields.optionalNumber('file_count'),
  };
}

/** Reads just expiry and signature, so that a body is judged before it is looked into. */
export function parseCssEnvelope(body: string): CssEnvelope | CallbackProblem {
  return guardParsing(() => {
    const fields = new CallbackFields(readJsonObject(body, 'the body'));
    return { t: fields.number('t'), sign: fields.text('sign') };
  });
}

export function parseCssEvent(body: string): CssEvent | CallbackProblem {
  return guardParsing<CssEvent | CallbackProblem>(() => {
    const raw = readJsonObject(body, 'the body');
    const fields = new CallbackFields(raw);
    const type = fields.number('event_type');
    switch (type) {
      case 0:
      case 1:
        return parsePush(fields, type === 1);
      case 100:
        return parseFile(fields);
      case 332:
        return parseRecordStatus(fields);
      case 341:
        return parseException(fields, raw);
      default:
        return { problem: 'unknown', detail: `event_type ${String(type)} is not taken in` };
    }
  });
}
