import { DomainError, refuseFaults, type FieldFault } from '../../domain/errors.ts';
import { findPlatform, type Platform, type PlatformRow } from '../../domain/recording/platforms.ts';
import {
  stringRoomPattern,
  userIdPattern,
  type RoomName,
  type StreamType,
} from '../../domain/room/room-key.ts';
import type { Provider, Ticket, TicketRole } from '../ports/provider.ts';
import { requireAction, type Principal } from './access/principal.ts';
import type { Applications } from './applications.ts';

export interface TicketInput {
  readonly sdkAppId: number | null;
  readonly room: RoomName;
  readonly userId: string;
  readonly streamType: StreamType;
  readonly userDefineRecordId: string | null;
  readonly streamId: string | null;
  readonly lifetimeSeconds: number;
  readonly role: TicketRole;
  /** Where the user publishes from; null where that is not said, and nothing is refused for it. */
  readonly platform: Platform | null;
}

export interface JoinTicket extends Ticket {
  readonly sdkAppId: number;
  readonly room: RoomName;
  readonly userId: string;
  /** What the platform can start by itself; null where none was named. */
  readonly platform: PlatformRow | null;
}

export const ticketSeconds = { min: 60, max: 604_800, default: 86_400 } as const;

/** Record ids and stream ids: at most 64 letters, digits, `_` and `-` (https://www.tencentcloud.com/document/product/647/35426). */
export const recordIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
export const recordIdRule = '1 to 64 of letters, digits, _ and -';

export type MakeTicket = (principal: Principal, input: TicketInput) => JoinTicket;

export function ticketMaker(
  applications: Applications,
  provider: Pick<Provider, 'joinTicket'>,
  clock: () => Date,
): MakeTicket {
  return (principal, input) => {
    requireAction(principal, 'JOIN');
    requireJoinable(principal, input.userId);
    refuseFaults(faultsOf(input));
    const platform = input.platform === null ? null : findPlatform(input.platform);
    refuseUnable(platform, input);
    const { sdkAppId } = applications.choose(input.sdkAppId, principal.scope);
    const ticket = provider.joinTicket({ ...input, sdkAppId }, clock());
    return { ...ticket, sdkAppId, room: input.room, userId: input.userId, platform };
  };
}

/** Parameters that a platform cannot pass on would be lost without a word: the user would not be recorded. */
function refuseUnable(row: PlatformRow | null, { userDefineRecordId, streamId }: TicketInput): void {
  if (row === null) return;
  const asked = [
    ['userDefineRecordId', userDefineRecordId !== null && !row.startsRecording, 'start a recording'],
    ['streamId', streamId !== null && !row.startsRelay, 'start a relay'],
  ] as const;
  for (const [field, unable, what] of asked) {
    if (!unable) continue;
    throw new DomainError(
      'UNSUPPORTED',
      'caller',
      `input.${field} is given, but ${row.platform} cannot ${what} at join (${row.source}, as of ${row.saidOn}).`,
      { field: `input.${field}` },
    );
  }
}

/** A token of one user joins as that user; one of single sessions joins nothing, since a ticket names no session. */
function requireJoinable({ scope }: Principal, userId: string): void {
  const refuse = (sentence: string): never => {
    throw new DomainError('FORBIDDEN', 'caller', sentence, { field: 'input.userId' });
  };
  if (scope.roomIds !== null || scope.recordingIds !== null) refuse('This viewer token joins no room.');
  if (scope.userId !== null && scope.userId !== userId) {
    refuse(`This viewer token joins as ${scope.userId} only.`);
  }
}

function faultsOf(input: TicketInput): FieldFault[] {
  const { min, max } = ticketSeconds;
  const ids = [
    ['input.userDefineRecordId', input.userDefineRecordId],
    ['input.streamId', input.streamId],
  ] as const;
  return [
    ...roomNameFaults(input.room, 'input.room'),
    ...(userIdPattern.test(input.userId)
      ? []
      : [
          {
            field: 'input.userId',
            got: JSON.stringify(input.userId),
            allowed: '1 to 32 of letters, digits, _ and -',
          },
        ]),
    ...ids.flatMap(([field, value]) =>
      value === null || recordIdPattern.test(value)
        ? []
        : [{ field, got: JSON.stringify(value), allowed: recordIdRule }],
    ),
    ...(Number.isInteger(input.lifetimeSeconds) &&
    input.lifetimeSeconds >= min &&
    input.lifetimeSeconds <= max
      ? []
      : [
          { field: 'input.lifetimeSeconds', got: String(input.lifetimeSeconds), allowed: `${min} to ${max}` },
        ]),
  ];
}

/** What the vendor takes as a room's name: a number of 32 bits above 0, or up to 64 bytes of text. */
export function roomNameFaults(name: RoomName, field: string): FieldFault[] {
  if (name.kind === 'int') {
    const isRoom = Number.isInteger(name.value) && name.value >= 1 && name.value <= 4_294_967_294;
    return isRoom ? [] : [{ field: `${field}.number`, got: String(name.value), allowed: '1 to 4294967294' }];
  }
  return stringRoomPattern.test(name.value)
    ? []
    : [
        {
          field: `${field}.text`,
          got: JSON.stringify(name.value),
          allowed: '1 to 64 of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,',
        },
      ];
}
