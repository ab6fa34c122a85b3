import { z } from 'zod';
import { userIdPattern } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import { roomtapeVersion } from '../../../wire/own-actions.ts';
import type { Consents } from '../../rooms/consents.ts';
import type { Action } from './action.ts';
import { integer, readParameters, text } from './parameters.ts';

const parametersOf = z.strictObject({
  SdkAppId: integer(1, 0xffffffff),
  RoomId: integer(1, 0xffffffff).optional(),
  StrRoomId: text(64).optional(),
  UserId: text(32).regex(userIdPattern, 'letters, digits, _ and -').optional(),
  Allowed: integer(0, 1),
});

/** Our own action on consent: answers when it is durable. Without a user it is the application's default. */
export function consentActions(consents: Pick<Consents, 'set'>): readonly Action[] {
  return [
    {
      version: roomtapeVersion,
      name: 'SetRecordingConsent',
      async run(parameters) {
        const asked = readParameters(parametersOf, parameters);
        if (asked instanceof ApiFault) return asked;
        const { SdkAppId, RoomId, StrRoomId, UserId, Allowed } = asked;
        if (RoomId !== undefined && StrRoomId !== undefined)
          return new ApiFault('InvalidParameter', 'RoomId and StrRoomId exclude each other.');
        const room =
          RoomId !== undefined
            ? ({ kind: 'int', value: RoomId } as const)
            : StrRoomId !== undefined
              ? ({ kind: 'string', value: StrRoomId } as const)
              : null;
        if (room !== null && UserId === undefined)
          return new ApiFault(
            'InvalidParameter',
            'A room needs a UserId; without one it is the application’s default.',
          );
        await consents.set({ sdkAppId: SdkAppId, room, userId: UserId ?? null, allowed: Allowed === 1 });
        return {};
      },
    },
  ];
}
