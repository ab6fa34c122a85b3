/**
 * Bodies of the TRTC server callbacks, groups 1 (room) and 2 (media)
 * (https://trtc.io/document/39558). An exit sends only 104, never the stops of its media.
 */
import type { RoomName } from '../domain/room/room-key.ts';
import type { CallbackProblem } from './callback-fields.ts';

export const trtcEventNumbers = {
  'room-created': 101,
  'room-dismissed': 102,
  'user-entered': 103,
  'user-left': 104,
  'role-changed': 105,
  'video-started': 201,
  'video-stopped': 202,
  'audio-started': 203,
  'audio-stopped': 204,
  'aux-started': 205,
  'aux-stopped': 206,
} as const;
export type TrtcEventName = keyof typeof trtcEventNumbers;

export interface TrtcEvent {
  readonly name: TrtcEventName;
  /** When the callback was made, epoch milliseconds. */
  readonly callbackMs: number;
  readonly room: RoomName;
  /** When it happened, epoch milliseconds. */
  readonly eventMs: number;
  /** Absent from a room's own events at some editions of the page. */
  readonly userId: string | null;
  /** On entering: 1 normal, 2 network change, 3 timeout retry, 4 cross-room; on leaving: 1 normal, 2 timeout, 3 kicked, 4, 5. */
  readonly reason: number | null;
}

/** A publisher by RTMP or WHIP is an anchor; what the vendor reports as its terminal is not documented: 100 = other. */
const anchorRole = 20;
const otherTerminal = 100;

export function printTrtcEvent(event: TrtcEvent): string {
  const type = trtcEventNumbers[event.name];
  const entering = event.name === 'user-entered';
  return JSON.stringify({
    EventGroupId: type < 200 ? 1 : 2,
    EventType: type,
    CallbackTs: event.callbackMs,
    EventInfo: {
      RoomId: event.room.value,
      EventTs: Math.floor(event.eventMs / 1000),
      EventMsTs: event.eventMs,
      ...(event.userId === null ? {} : { UserId: event.userId }),
      ...(entering ? { Role: anchorRole, TerminalType: otherTerminal, UserType: 3 } : {}),
      ...(event.reason === null ? {} : { Reason: event.reason }),
    },
  });
}

function malformed(detail: string): CallbackProblem {
  return { problem: 'malformed', detail };
}

function readRoom(value: unknown): RoomName | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { kind: 'int', value };
  return typeof value === 'string' && value !== '' ? { kind: 'string', value } : null;
}

function readObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

export function parseTrtcEvent(body: string): TrtcEvent | CallbackProblem {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return malformed('the body is no JSON');
  }
  const fields = readObject(parsed);
  if (fields === null) return malformed('the body is no JSON object');
  const type = fields['EventType'];
  const name = (Object.keys(trtcEventNumbers) as TrtcEventName[]).find(
    (key) => trtcEventNumbers[key] === type,
  );
  if (name === undefined) return { problem: 'unknown', detail: `EventType ${String(type)} is not taken in` };
  const info = readObject(fields['EventInfo']);
  if (info === null) return malformed('EventInfo is no object');
  const room = readRoom(info['RoomId']);
  if (room === null) return malformed('EventInfo.RoomId is neither a number nor text');
  const seconds = info['EventTs'];
  const eventMs = info['EventMsTs'] ?? (typeof seconds === 'number' ? seconds * 1000 : undefined);
  if (typeof eventMs !== 'number' || !Number.isFinite(eventMs))
    return malformed('EventInfo.EventMsTs is no number');
  const callbackMs = fields['CallbackTs'];
  const userId = info['UserId'];
  const reason = info['Reason'];
  return {
    name,
    callbackMs: typeof callbackMs === 'number' ? callbackMs : eventMs,
    room,
    eventMs,
    userId: typeof userId === 'string' && userId !== '' ? userId : null,
    reason: typeof reason === 'number' ? reason : null,
  };
}
