import type postgres from 'postgres';
import type { RecordingFilter, VisibleScope } from '../../ports/records.ts';
import { recordingScope, uuids } from './scope.ts';

/** Of what a person typed, nothing is a wildcard. */
const literally = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** Which rows of `recordings` a filter wants and the caller may see. */
export function recordingCondition(
  sql: postgres.Sql,
  filter: RecordingFilter,
  scope: VisibleScope,
): postgres.PendingQuery<postgres.Row[]> {
  const { sdkAppId, roomId, roomName, userId, streamId, kind, states, format, namePrefix, text, method } =
    filter;
  const { startedAfter, startedBefore, tags, held, minBytes, maxBytes, minDurationMs, maxDurationMs } =
    filter;
  const { subAppId } = filter;
  const { markLevels, markCodes } = filter;
  const isMarked = markLevels !== undefined || markCodes !== undefined;
  const inFiles = format !== undefined || namePrefix !== undefined || subAppId !== undefined;
  return sql`
    true
    ${sdkAppId === undefined ? sql`` : sql`and sdk_app_id = ${sdkAppId}`}
    ${roomId === undefined ? sql`` : sql`and room_id = any(${uuids([roomId])}::uuid[])`}
    ${
      roomName === undefined
        ? sql``
        : sql`and ((room_kind = ${roomName.kind} and room_name = ${String(roomName.value)})
            or room_id in (select id from rooms
              where rooms.room_kind = ${roomName.kind} and rooms.room_name = ${String(roomName.value)}))`
    }
    ${userId === undefined ? sql`` : sql`and user_id = ${userId}`}
    ${streamId === undefined ? sql`` : sql`and stream_id = ${streamId}`}
    ${kind === undefined ? sql`` : sql`and kind = ${kind}`}
    ${method === undefined ? sql`` : sql`and method = ${method}`}
    ${states === undefined ? sql`` : sql`and state = any(${states as string[]})`}
    ${startedAfter === undefined ? sql`` : sql`and started_at >= ${startedAfter}`}
    ${startedBefore === undefined ? sql`` : sql`and started_at < ${startedBefore}`}
    ${text === undefined ? sql`` : sql`and search_text like ${`%${literally(text.toLowerCase())}%`}`}
    ${tags === undefined ? sql`` : sql`and tags @> ${tags as string[]}`}
    ${held === undefined ? sql`` : sql`and is_held(recordings) = ${held}`}
    ${minBytes === undefined ? sql`` : sql`and recordings.bytes >= ${minBytes}`}
    ${maxBytes === undefined ? sql`` : sql`and recordings.bytes <= ${maxBytes}`}
    ${minDurationMs === undefined ? sql`` : sql`and coalesce(duration_ms, -1) >= ${minDurationMs}`}
    ${maxDurationMs === undefined ? sql`` : sql`and coalesce(duration_ms, -1) between 0 and ${maxDurationMs}`}
    ${
      inFiles
        ? sql`and id in (select recording_id from recording_files as files where true
            ${format === undefined ? sql`` : sql`and format = ${format}`}
            ${subAppId === undefined ? sql`` : sql`and sub_app_id = ${subAppId}`}
            ${namePrefix === undefined ? sql`` : sql`and files.name like ${`${literally(namePrefix)}%`}`})`
        : sql``
    }
    ${
      isMarked
        ? sql`and id in (select recording_id from recording_marks where true
            ${markLevels === undefined ? sql`` : sql`and level = any(${markLevels as string[]})`}
            ${markCodes === undefined ? sql`` : sql`and code = any(${markCodes as string[]})`})`
        : sql``
    }
    ${recordingScope(sql, scope)}`;
}
