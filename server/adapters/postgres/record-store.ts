import type postgres from 'postgres';
import type { RecordStore } from '../../ports/records.ts';
import { pageOf, readPosition } from './page.ts';
import type { FileRow, MixRow, RecordingRow, RoomRow, StreamRow } from './rows.ts';
import { readFile, readMix, readRecording, readRoom, readStream } from './rows.ts';
import { mixScope, recordingScope, roomScope, uuids } from './scope.ts';

/** Reads what was derived. Every call is one statement, or two beside each other for a page and its count. */
export function openRecordStore(sql: postgres.Sql): RecordStore {
  return {
    async rooms(filter, scope, page) {
      const { sdkAppId, name, commId, state, startedAfter, startedBefore } = filter;
      const condition = sql`
        true
        ${sdkAppId === undefined ? sql`` : sql`and sdk_app_id = ${sdkAppId}`}
        ${name === undefined ? sql`` : sql`and room_kind = ${name.kind} and room_name = ${String(name.value)}`}
        ${commId === undefined ? sql`` : sql`and comm_id = ${commId}`}
        ${state === undefined ? sql`` : sql`and state = ${state}`}
        ${startedAfter === undefined ? sql`` : sql`and started_at >= ${startedAfter}`}
        ${startedBefore === undefined ? sql`` : sql`and started_at < ${startedBefore}`}
        ${roomScope(sql, scope)}`;
      const after = page.after === null ? null : readPosition(page.after);
      const [rows, [count]] = await Promise.all([
        sql<RoomRow[]>`
          select * from rooms where ${condition}
            ${after === null ? sql`` : sql`and (started_at, id) < (${after.startedAt}, ${after.id}::uuid)`}
          order by started_at desc, id desc limit ${page.first + 1}`,
        sql<{ n: number }[]>`select count(*)::int as n from rooms where ${condition}`,
      ]);
      return pageOf(rows.map(readRoom), page, count?.n ?? 0);
    },

    async roomsByIds(ids, scope) {
      const rows = await sql<RoomRow[]>`
        select * from rooms where id = any(${uuids(ids)}::uuid[]) ${roomScope(sql, scope)}`;
      return rows.map(readRoom);
    },

    async recordingsByIds(ids, scope) {
      const rows = await sql<RecordingRow[]>`
        select * from recordings where id = any(${uuids(ids)}::uuid[]) ${recordingScope(sql, scope)}`;
      return rows.map(readRecording);
    },

    async recordingsByRoomIds(roomIds, scope) {
      const rows = await sql<RecordingRow[]>`
        select * from recordings where room_id = any(${uuids(roomIds)}::uuid[]) ${recordingScope(sql, scope)}
        order by started_at desc, id desc`;
      return rows.map(readRecording);
    },

    async streamsByRoomIds(roomIds, scope) {
      const rows = await sql<StreamRow[]>`
        select * from streams where room_id = any(${uuids(roomIds)}::uuid[]) ${recordingScope(sql, scope)}
        order by started_at desc, id desc`;
      return rows.map(readStream);
    },

    async streamsByIds(ids, scope) {
      const rows = await sql<StreamRow[]>`
        select * from streams where id = any(${uuids(ids)}::uuid[]) ${recordingScope(sql, scope)}`;
      return rows.map(readStream);
    },

    async filesByRecordingIds(recordingIds) {
      const rows = await sql<FileRow[]>`
        select * from recording_files where recording_id = any(${uuids(recordingIds)}::uuid[])
        order by started_at, format, id`;
      return rows.map(readFile);
    },

    async filesByIds(ids) {
      const rows = await sql<FileRow[]>`select * from recording_files where id = any(${uuids(ids)}::uuid[])`;
      return rows.map(readFile);
    },

    async mixesByRoomIds(roomIds, scope) {
      const rows = await sql<MixRow[]>`
        select * from mixes where room_id = any(${uuids(roomIds)}::uuid[]) ${mixScope(sql, scope)}
        order by requested_at desc, id desc`;
      return rows.map(readMix);
    },

    async mixById(id, scope) {
      const rows = await sql<MixRow[]>`
        select * from mixes where id = any(${uuids([id])}::uuid[]) ${mixScope(sql, scope)}`;
      return rows.map(readMix)[0] ?? null;
    },

    async activeRoom(sdkAppId, name) {
      const rows = await sql<RoomRow[]>`
        select * from rooms where sdk_app_id = ${sdkAppId} and room_kind = ${name.kind}
          and room_name = ${String(name.value)} and state = 'ACTIVE'
        order by started_at desc limit 1`;
      return rows.map(readRoom)[0] ?? null;
    },
  };
}
