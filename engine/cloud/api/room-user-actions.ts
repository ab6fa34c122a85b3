import { z } from 'zod';
import { ApiFault } from '../../../wire/api-request.ts';
import type { Library } from '../../library/library.ts';
import { usersBetween } from '../../library/room-user-store.ts';
import type { Action } from './action.ts';
import { trtcVersion } from './action.ts';
import { integer, readParameters, text, textList } from './parameters.ts';

const latest = 4_102_444_800;
const defaultPageSize = 6;
const maxSpanSeconds = 4 * 3600;
const parametersOf = z.strictObject({
  CommId: text(128),
  SdkAppId: integer(1, 0xffffffff),
  StartTime: integer(0, latest),
  EndTime: integer(0, latest),
  UserIds: textList(100, 32).optional(),
  PageNumber: integer(0, 100_000).optional(),
  PageSize: integer(1, 100).optional(),
});
const codes = { SdkAppId: 'InvalidParameter.SdkAppId' };

/** The vendor's word for a device that is none of its kinds: publishers of RTMP and WHIP do not say what they run on. */
const deviceType = 'other';

const inSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** DescribeUserInfo: who was in one session of a room, in a time of at most four hours. Unix seconds; ours are the milliseconds. */
export function roomUserActions(library: Library, clock: () => number): readonly Action[] {
  return [
    {
      version: trtcVersion,
      name: 'DescribeUserInfo',
      async run(parameters) {
        const asked = readParameters(parametersOf, parameters, codes);
        if (asked instanceof ApiFault) return asked;
        const span = asked.EndTime - asked.StartTime;
        if (span < 0 || span > maxSpanSeconds)
          return new ApiFault(
            'InvalidParameter.OutOfRange',
            `EndTime − StartTime is ${String(span)} s; allowed: 0 to ${String(maxSpanSeconds)}.`,
          );
        // As at the vendor's: where one of the two is missing, both have their defaults.
        const { PageNumber: page, PageSize: size } = asked;
        const [number, limit] =
          page === undefined || size === undefined ? [0, defaultPageSize] : [page, size];
        const { total, users } = await usersBetween(library.sql, {
          commId: asked.CommId,
          sdkAppId: asked.SdkAppId,
          userIds: asked.UserIds ?? null,
          from: new Date(asked.StartTime * 1000),
          until: new Date(asked.EndTime * 1000),
          offset: number * limit,
          limit,
        });
        return {
          Total: total,
          UserList: users.map(({ room, userId, joinedAt, leftAt }) => ({
            RoomStr: room,
            UserId: userId,
            JoinTs: inSeconds(joinedAt),
            // Of a user who is still there, the time of the answer.
            LeaveTs: leftAt === null ? Math.floor(clock() / 1000) : inSeconds(leftAt),
            DeviceType: deviceType,
            SdkVersion: '',
            ClientIp: '',
            Finished: leftAt !== null,
            JoinTsMs: joinedAt.getTime(),
            LeaveTsMs: leftAt === null ? clock() : leftAt.getTime(),
          })),
        };
      },
    },
  ];
}
