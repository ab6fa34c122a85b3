/**
 * Bodies of the TRTC server callbacks of group 3: what recording tasks tell (https://trtc.io/document/54914). They are
 * signed as those of rooms are: the header covers the body.
 */
import type { RoomName } from '../domain/room/room-key.ts';
import type { CallbackProblem } from './callback-fields.ts';
import { CallbackFields, Malformed, guardParsing, readJsonObject } from './callback-fields.ts';

/** What was put into the media library. Times are epoch milliseconds. */
export interface VodFile {
  readonly userId: string;
  readonly streamType: 'main' | 'aux';
  readonly trackType: 'audio' | 'video' | 'audio_video';
  readonly fileId: string;
  readonly videoUrl: string;
  readonly startMs: number;
  readonly endMs: number;
}

export type TrtcRecordingPayload =
  | { readonly name: 'task-started' | 'upload-started' | 'upload-stopped'; readonly status: number }
  /** 0 stopped by a call, 1 robot removed, 2 room dismissed, 3 and 4 the server, 99 and 100 idle, 101 entered twice. */
  | { readonly name: 'task-left'; readonly leaveCode: number }
  | { readonly name: 'file-committed'; readonly status: number; readonly file: VodFile };

export interface TrtcRecordingEvent {
  readonly kind: 'recording-task';
  readonly callbackMs: number;
  readonly room: RoomName;
  readonly eventMs: number;
  /** The robot that records. */
  readonly userId: string;
  readonly taskId: string;
  readonly payload: TrtcRecordingPayload;
}

const numbers = {
  'task-started': 301,
  'task-left': 302,
  'upload-started': 303,
  'upload-stopped': 305,
  'file-committed': 311,
} as const satisfies Record<TrtcRecordingPayload['name'], number>;

const recordingGroup = 3;

function printPayload(payload: TrtcRecordingPayload): Readonly<Record<string, unknown>> {
  switch (payload.name) {
    case 'task-left':
      return { LeaveCode: payload.leaveCode };
    case 'file-committed': {
      const { file } = payload;
      return {
        Status: payload.status,
        TencentVod: {
          UserId: file.userId,
          TrackType: file.trackType,
          MediaId: file.streamType,
          FileId: file.fileId,
          VideoUrl: file.videoUrl,
          CacheFile: '',
          StartTimeStamp: file.startMs,
          EndTimeStamp: file.endMs,
        },
        Errmsg: '',
      };
    }
    default:
      return { Status: payload.status };
  }
}

export function printTrtcRecordingEvent(event: TrtcRecordingEvent): string {
  return JSON.stringify({
    EventGroupId: recordingGroup,
    EventType: numbers[event.payload.name],
    CallbackTs: event.callbackMs,
    EventInfo: {
      RoomId: event.room.value,
      EventTs: String(Math.floor(event.eventMs / 1000)),
      EventMsTs: event.eventMs,
      UserId: event.userId,
      TaskId: event.taskId,
      Payload: printPayload(event.payload),
    },
  });
}

function readObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(`${name} is no object`);
  return value as Record<string, unknown>;
}

function readRoom(value: unknown): RoomName {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { kind: 'int', value };
  if (typeof value === 'string' && value !== '') return { kind: 'string', value };
  throw new Malformed('EventInfo.RoomId is neither a number nor text');
}

function readFile(payload: Readonly<Record<string, unknown>>): VodFile {
  const vod = new CallbackFields(readObject(payload['TencentVod'], 'Payload.TencentVod'));
  const streamType = vod.text('MediaId');
  if (streamType !== 'main' && streamType !== 'aux') throw new Malformed(`MediaId is ${streamType}`);
  const trackType = vod.text('TrackType');
  if (trackType !== 'audio' && trackType !== 'video' && trackType !== 'audio_video')
    throw new Malformed(`TrackType is ${trackType}`);
  return {
    userId: vod.text('UserId'),
    streamType,
    trackType,
    fileId: vod.text('FileId'),
    videoUrl: vod.text('VideoUrl'),
    startMs: vod.number('StartTimeStamp'),
    endMs: vod.number('EndTimeStamp'),
  };
}

/** Null where the body is of another group. */
export function parseTrtcRecordingEvent(body: string): TrtcRecordingEvent | CallbackProblem | null {
  return guardParsing<TrtcRecordingEvent | CallbackProblem | null>(() => {
    const fields = readJsonObject(body, 'the body');
    if (fields['EventGroupId'] !== recordingGroup) return null;
    const type = fields['EventType'];
    const name = (Object.keys(numbers) as (keyof typeof numbers)[]).find((key) => numbers[key] === type);
    if (name === undefined)
      return { problem: 'unknown', detail: `EventType ${String(type)} is not taken in` };
    const infoFields = readObject(fields['EventInfo'], 'EventInfo');
    const info = new CallbackFields(infoFields);
    const payload = readObject(infoFields['Payload'], 'Payload');
    const told = new CallbackFields(payload);
    const eventMs = info.number('EventMsTs', info.number('EventTs', 0) * 1000);
    return {
      kind: 'recording-task',
      callbackMs: new CallbackFields(fields).number('CallbackTs', eventMs),
      room: readRoom(infoFields['RoomId']),
      eventMs,
      userId: info.text('UserId'),
      taskId: info.text('TaskId'),
      payload:
        name === 'task-left'
          ? { name, leaveCode: told.number('LeaveCode') }
          : name === 'file-committed'
            ? readCommit(payload, told.number('Status'))
            : { name, status: told.number('Status') },
    };
  });
}

/** A file that could not be put into the library (Status other than 0) has nothing to read. */
function readCommit(payload: Readonly<Record<string, unknown>>, status: number): TrtcRecordingPayload {
  if (status !== 0) throw new Malformed(`a file was not committed: Status is ${String(status)}`);
  return { name: 'file-committed', status, file: readFile(payload) };
}
