/**
 * Bodies of the TRTC server callbacks of group 4: how the targets of relay tasks are (https://trtc.io/document/54913), signed as those
 * of rooms are. The page calls the time EventMsTs in its table and EventTsMs in its example: both are read, the first is printed.
 */
import type { RoomName } from '../domain/room/room-key.ts';
import type { CallbackProblem } from './callback-fields.ts';
import { CallbackFields, Malformed, guardParsing, readJsonObject } from './callback-fields.ts';

/** The vendor's Status by its number. */
export const relayStates = [
  'idle',
  'connecting',
  'running',
  'recovering',
  'failed',
  'disconnecting',
] as const;
export type RelayStateName = (typeof relayStates)[number];

export interface TrtcRelayEvent {
  readonly kind: 'relay-task';
  readonly callbackMs: number;
  readonly room: RoomName;
  readonly eventMs: number;
  /** The robot that relays (AgentParams.UserId). */
  readonly userId: string;
  readonly taskId: string;
  /** The target, as it was asked for. */
  readonly url: string;
  readonly state: RelayStateName;
  readonly errorCode: number;
  readonly errorMessage: string;
}

const relayGroup = 4;
const cdnStatus = 401;

export function printTrtcRelayEvent(event: TrtcRelayEvent): string {
  return JSON.stringify({
    EventGroupId: relayGroup,
    EventType: cdnStatus,
    CallbackTs: event.callbackMs,
    EventInfo: {
      RoomId: event.room.value,
      RoomType: event.room.kind === 'int' ? 0 : 1,
      EventMsTs: event.eventMs,
      UserId: event.userId,
      TaskId: event.taskId,
      Payload: {
        Url: event.url,
        Status: relayStates.indexOf(event.state),
        ErrorCode: event.errorCode,
        ErrorMsg: event.errorMessage,
      },
    },
  });
}

/** Null where the body is of another group. */
export function parseTrtcRelayEvent(body: string): TrtcRelayEvent | CallbackProblem | null {
  return guardParsing<TrtcRelayEvent | CallbackProblem | null>(() => {
    const fields = readJsonObject(body, 'the body');
    if (fields['EventGroupId'] !== relayGroup) return null;
    if (fields['EventType'] !== cdnStatus)
      return { problem: 'unknown', detail: `EventType ${String(fields['EventType'])} is not taken in` };
    const infoFields = readObject(fields['EventInfo'], 'EventInfo');
    const info = new CallbackFields(infoFields);
    const payload = new CallbackFields(readObject(infoFields['Payload'], 'Payload'));
    const status = payload.number('Status');
    const state = relayStates[status];
    if (state === undefined) throw new Malformed(`Payload.Status is ${String(status)}`);
    const eventMs = info.number('EventMsTs', info.number('EventTsMs', 0));
    return {
      kind: 'relay-task',
      callbackMs: new CallbackFields(fields).number('CallbackTs', eventMs),
      room: readRoom(infoFields['RoomId'], info.number('RoomType', 1)),
      ...{ eventMs, state, userId: info.text('UserId'), taskId: info.text('TaskId') },
      url: payload.text('Url'),
      errorCode: payload.number('ErrorCode', 0),
      errorMessage: payload.text('ErrorMsg', ''),
    };
  });
}

function readObject(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(`${name} is no object`);
  return value as Record<string, unknown>;
}

function readRoom(value: unknown, type: number): RoomName {
  if (type === 0 && Number.isSafeInteger(Number(value))) return { kind: 'int', value: Number(value) };
  if (typeof value === 'string' && value !== '') return { kind: 'string', value };
  throw new Malformed('EventInfo.RoomId does not fit its RoomType');
}
