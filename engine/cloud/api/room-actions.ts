import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Library } from '../../library/library.ts';
import { roomsBetween } from '../../library/room-store.ts';
import type { Applications } from '../../rooms/application.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { integer, readParameters, text } from './parameters.ts';

const latest = 4_102_444_800;
const parametersOf = z.strictObject({
  SdkAppId: integer(1, 0xffffffff),
  StartTime: integer(0, latest),
  EndTime: integer(0, latest),
  RoomId: text(64).optional(),
  PageNumber: integer(0, 100_000).default(0),
  PageSize: integer(1, 100).default(10),
});
const maxSpanSeconds = 86_400;

/**
 * DescribeRoomInfo: sessions of rooms in a time of at most 24 hours. Unix seconds; ours are the milliseconds and whether the
 * room is a number or a name, which the vendor's answer does not tell.
 */
export function roomActions(library: Library, applications: Applications): readonly Action[] {
  return [
    {
      version: trtcVersion,
      name: 'DescribeRoomInfo',
      async run(parameters) {
        const asked = readParameters(parametersOf, parameters, {
          SdkAppId: 'InvalidParameter.SdkAppId',
          RoomId: 'InvalidParameter.RoomId',
        });
        if (asked instanceof ApiFault) return asked;
        if (applications.find(asked.SdkAppId) === null)
          return new ApiFault(
            'FailedOperation.SdkAppIdNotExist',
            `There is no application ${String(asked.SdkAppId)}.`,
          );
        const span = asked.EndTime - asked.StartTime;
        if (span < 0 || span > maxSpanSeconds)
          return new ApiFault(
            'InvalidParameter.OutOfRange',
            `EndTime − StartTime is ${String(span)} s; allowed: 0 to ${String(maxSpanSeconds)}.`,
          );
        const { total, rooms } = await roomsBetween(library.sql, {
          sdkAppId: asked.SdkAppId,
          room: asked.RoomId ?? null,
          from: new Date(asked.StartTime * 1000),
          until: new Date(asked.EndTime * 1000),
          offset: asked.PageNumber * asked.PageSize,
          limit: asked.PageSize,
        });
        return {
          Total: total,
          RoomList: rooms.map(({ commId, kind, room, creator, createdAt, destroyedAt }) => ({
            CommId: commId,
            RoomString: room,
            CreateTime: Math.floor(createdAt.getTime() / 1000),
            // A room that is not over has no time of its end.
            DestroyTime: destroyedAt === null ? 0 : Math.floor(destroyedAt.getTime() / 1000),
            IsFinished: destroyedAt !== null,
            UserId: creator,
            RoomIdType: kind,
            CreateTimeMs: createdAt.getTime(),
            DestroyTimeMs: destroyedAt === null ? 0 : destroyedAt.getTime(),
          })),
        };
      },
    },
  ];
}
