import type postgres from 'postgres';
import type { VisibleScope } from '../../ports/records.ts';

type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** Ids are uuids; a text that is none matches nothing, and is no error of the statement. */
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function uuids(ids: readonly string[]): string[] {
  return ids.filter((id) => uuid.test(id));
}

/** What of the rows with `sdk_app_id`, `room_id`, `recording_id` (or `id`) and `user_id` a caller may see. */
export function recordingScope(sql: postgres.Sql, scope: VisibleScope): Fragment {
  return sql`
    ${scope.sdkAppIds === null ? sql`` : sql`and sdk_app_id = any(${scope.sdkAppIds as number[]})`}
    ${scope.roomIds === null ? sql`` : sql`and room_id = any(${uuids(scope.roomIds)}::uuid[])`}
    ${scope.recordingIds === null ? sql`` : sql`and id = any(${uuids(scope.recordingIds)}::uuid[])`}
    ${scope.userId === null ? sql`` : sql`and user_id = ${scope.userId}`}`;
}

export function eventScope(sql: postgres.Sql, scope: VisibleScope): Fragment {
  return sql`
    ${scope.sdkAppIds === null ? sql`` : sql`and sdk_app_id = any(${scope.sdkAppIds as number[]})`}
    ${scope.roomIds === null ? sql`` : sql`and room_id = any(${uuids(scope.roomIds)}::uuid[])`}
    ${scope.recordingIds === null ? sql`` : sql`and recording_id = any(${uuids(scope.recordingIds)}::uuid[])`}
    ${scope.userId === null ? sql`` : sql`and user_id = ${scope.userId}`}`;
}

/** A room is seen when it is named, or when something visible happened in it. */
export function roomScope(sql: postgres.Sql, scope: VisibleScope): Fragment {
  const { recordingIds, userId } = scope;
  return sql`
    ${scope.sdkAppIds === null ? sql`` : sql`and sdk_app_id = any(${scope.sdkAppIds as number[]})`}
    ${scope.roomIds === null ? sql`` : sql`and id = any(${uuids(scope.roomIds)}::uuid[])`}
    ${
      recordingIds === null
        ? sql``
        : sql`and id in (select room_id from recordings where id = any(${uuids(recordingIds)}::uuid[]))`
    }
    ${userId === null ? sql`` : sql`and id in (select room_id from streams where user_id = ${userId})`}`;
}

/** Mixes belong to rooms; who may see only a user's own, or single recordings, sees none. */
export function mixScope(sql: postgres.Sql, scope: VisibleScope): Fragment {
  return sql`
    ${scope.sdkAppIds === null ? sql`` : sql`and sdk_app_id = any(${scope.sdkAppIds as number[]})`}
    ${scope.roomIds === null ? sql`` : sql`and room_id = any(${uuids(scope.roomIds)}::uuid[])`}
    ${scope.recordingIds === null && scope.userId === null ? sql`` : sql`and false`}`;
}

/** Relays belong to rooms and users; who may see single recordings only sees none. */
export function relayScope(sql: postgres.Sql, scope: VisibleScope): Fragment {
  return sql`
    ${scope.sdkAppIds === null ? sql`` : sql`and sdk_app_id = any(${scope.sdkAppIds as number[]})`}
    ${scope.roomIds === null ? sql`` : sql`and room_id = any(${uuids(scope.roomIds)}::uuid[])`}
    ${scope.recordingIds === null ? sql`` : sql`and false`}
    ${scope.userId === null ? sql`` : sql`and user_id = ${scope.userId}`}`;
}

/** Rows with `sdk_app_id` and `recording_id`, by the recording that they are about. */
export function grantScope(sql: postgres.Sql, scope: VisibleScope): Fragment {
  const { sdkAppIds, ...narrow } = scope;
  const isNarrow = narrow.roomIds !== null || narrow.recordingIds !== null || narrow.userId !== null;
  return sql`
    ${sdkAppIds === null ? sql`` : sql`and sdk_app_id = any(${sdkAppIds as number[]})`}
    ${
      isNarrow
        ? sql`and recording_id in (select id from recordings where true ${recordingScope(sql, scope)})`
        : sql``
    }`;
}
