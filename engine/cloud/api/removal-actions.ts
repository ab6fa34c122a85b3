import { z } from 'zod';
import type { RoomName } from '../../../domain/room/room-key.ts';
import { roomText } from '../../../domain/room/room-key.ts';
import { ApiFault } from '../../../wire/api-request.ts';
import type { ApplicationRooms, LiveApplication } from '../../rooms/application-rooms.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { integer, readParameters, text, textList } from './parameters.ts';

const sdkAppId = integer(1, 0xffffffff);
const maxUsers = 10;
const intRoom = integer(1, 0xffffffff);
const stringRoom = text(64);
const userIds = textList(maxUsers, 32);

const codes = {
  SdkAppId: 'InvalidParameter.SdkAppId',
  RoomId: 'InvalidParameter.RoomId',
  UserIds: 'InvalidParameter.UserIds',
};

type Answer = ApiFault | Readonly<Record<string, unknown>>;

/** Here both forms name the room `RoomId`: a number is a room number, text the name of a string room. */
function roomOf(value: number | string): RoomName {
  return typeof value === 'number' ? { kind: 'int', value } : { kind: 'string', value };
}

/**
 * RemoveUser and DismissRoom with their ByStrRoomId forms: publishers are sent out, recording robots too. Nobody is kept from
 * coming back. A user who is not there is no error, a room that is not live is.
 */
export function removalActions(live: Pick<ApplicationRooms, 'find'>): readonly Action[] {
  const inRoom = (
    asked: { readonly SdkAppId: number; readonly RoomId: number | string },
    act: (found: LiveApplication, room: RoomName) => boolean,
  ): Promise<Answer> => {
    const found = live.find(asked.SdkAppId);
    const room = roomOf(asked.RoomId);
    if (found === null)
      return Promise.resolve(
        new ApiFault(
          'FailedOperation.SdkAppIdNotExist',
          `There is no application ${String(asked.SdkAppId)}.`,
        ),
      );
    return Promise.resolve(
      act(found, room)
        ? {}
        : new ApiFault('FailedOperation.RoomNotExist', `Nobody is in the room ${roomText(room)}.`),
    );
  };

  const removeUsers =
    (users: readonly string[]) =>
    ({ application, rooms, tasks }: LiveApplication, room: RoomName): boolean => {
      const robots =
        application.kind === 'task' ? users.filter((userId) => tasks.sendOut(room, userId)).length : 0;
      const session = rooms.find(room);
      if (session !== null) for (const userId of users) rooms.remove(session, userId);
      return session !== null || robots > 0;
    };

  const dismiss = ({ rooms }: LiveApplication, room: RoomName): boolean => {
    const session = rooms.find(room);
    if (session !== null) rooms.close(session);
    return session !== null;
  };

  const removal = (name: string, RoomId: typeof intRoom | typeof stringRoom): Action => ({
    version: trtcVersion,
    name,
    run(parameters) {
      const schema = z.strictObject({ SdkAppId: sdkAppId, RoomId, UserIds: userIds });
      const asked = readParameters(schema, parameters, codes);
      return asked instanceof ApiFault ? Promise.resolve(asked) : inRoom(asked, removeUsers(asked.UserIds));
    },
  });
  const dismissal = (name: string, RoomId: typeof intRoom | typeof stringRoom): Action => ({
    version: trtcVersion,
    name,
    run(parameters) {
      const asked = readParameters(z.strictObject({ SdkAppId: sdkAppId, RoomId }), parameters, codes);
      return asked instanceof ApiFault ? Promise.resolve(asked) : inRoom(asked, dismiss);
    },
  });

  return [
    removal('RemoveUser', intRoom),
    removal('RemoveUserByStrRoomId', stringRoom),
    dismissal('DismissRoom', intRoom),
    dismissal('DismissRoomByStrRoomId', stringRoom),
  ];
}
