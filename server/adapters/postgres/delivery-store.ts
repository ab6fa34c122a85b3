import type postgres from 'postgres';
import { deliverableFormats, type DeliverableFormat, type DeliveryStore } from '../../ports/deliveries.ts';
import type { FileRow } from './rows.ts';
import { readFile } from './rows.ts';

export function openDeliveryStore(sql: postgres.Sql): DeliveryStore {
  return {
    async policies(scope) {
      const rows = await sql<
        {
          sdk_app_id: string;
          formats: DeliverableFormat[];
          folder: string;
          changed_by: string;
          changed_at: Date;
        }[]
      >`
        select * from delivery_policies
        where ${scope.sdkAppIds === null ? sql`true` : sql`sdk_app_id = any(${scope.sdkAppIds as number[]})`}
        order by sdk_app_id`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        formats: row.formats,
        folder: row.folder,
        changedBy: row.changed_by,
        changedAt: row.changed_at,
      }));
    },

    async setPolicy({ sdkAppId, formats, folder, changedBy, changedAt }) {
      await sql`
        insert into delivery_policies (sdk_app_id, formats, folder, changed_by, changed_at)
        values (${sdkAppId}, ${formats as string[]}, ${folder}, ${changedBy}, ${changedAt})
        on conflict (sdk_app_id) do update set formats = excluded.formats, folder = excluded.folder,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at`;
    },

    async removePolicy(sdkAppId) {
      await sql`delete from delivery_policies where sdk_app_id = ${sdkAppId}`;
    },

    async due(now, limit) {
      const rows = await sql<
        (FileRow & {
          recording_app_id: string;
          recording_room_id: string | null;
          policy_folder: string;
          attempts: number;
        })[]
      >`
        select files.*, recordings.sdk_app_id as recording_app_id, recordings.room_id as recording_room_id,
          policy.folder as policy_folder, coalesce(failed.attempts, 0) as attempts
        from recording_files as files
        join recordings on recordings.id = files.recording_id
        join delivery_policies as policy on policy.sdk_app_id = recordings.sdk_app_id
          and files.format = any(policy.formats)
        left join delivery_attempts as failed on failed.file_id = files.file_id
        where files.state = 'READY' and files.format = any(${[...deliverableFormats]})
          and coalesce(failed.next_attempt_at, '-infinity') <= ${now} and not is_protected(recordings)
        order by files.created_at limit ${limit}`;
      return rows.map((row) => ({
        file: readFile(row),
        sdkAppId: Number(row.recording_app_id),
        roomId: row.recording_room_id,
        folder: row.policy_folder,
        attempts: row.attempts,
      }));
    },

    async noteFailure(fileId, nextAttemptAt, error) {
      await sql`
        insert into delivery_attempts (file_id, attempts, next_attempt_at, last_error)
        values (${fileId}, 1, ${nextAttemptAt}, ${error})
        on conflict (file_id) do update set attempts = delivery_attempts.attempts + 1,
          next_attempt_at = excluded.next_attempt_at, last_error = excluded.last_error`;
    },

    async noteSuccess(fileId) {
      await sql`delete from delivery_attempts where file_id = ${fileId}`;
    },
  };
}
