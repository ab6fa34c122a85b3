import type postgres from 'postgres';
import type { PlaybackUsageStore } from '../../ports/playback-usage.ts';
import type { NewEvent } from './append-event.ts';
import { appendEvents } from './append-event.ts';
import { wholeAccount } from './usage-store.ts';

interface ChangedUsage {
  readonly file_id: string;
  readonly slot_start: Date;
  readonly slot_seconds: number;
  readonly bytes: string;
  readonly plays: string;
}

/** Tells how often and how much each file was played; the account's total belongs to no recording. */
async function tellUsage(sql: postgres.TransactionSql, changed: readonly ChangedUsage[]): Promise<void> {
  const ids = changed.map(({ file_id }) => file_id).filter((id) => id !== wholeAccount);
  if (ids.length === 0) return;
  const owners = await sql<
    { file_id: string; id: string; sdk_app_id: string; room_id: string | null; user_id: string | null }[]
  >`
    select file_id, recordings.id, recordings.sdk_app_id, room_id, user_id
    from recording_files as files join recordings on recordings.id = files.recording_id
    where file_id = any(${ids})`;
  const byFile = new Map(owners.map((owner) => [owner.file_id, owner]));
  await appendEvents(
    sql,
    changed.flatMap((usage): NewEvent[] => {
      const owner = byFile.get(usage.file_id);
      if (owner === undefined) return [];
      return [
        {
          type: 'usage.playback',
          occurredAt: new Date(),
          sdkAppId: Number(owner.sdk_app_id),
          roomId: owner.room_id,
          recordingId: owner.id,
          userId: owner.user_id,
          data: {
            fileId: usage.file_id,
            slotStart: usage.slot_start.toISOString(),
            slotSeconds: usage.slot_seconds,
            bytes: Number(usage.bytes),
            plays: Number(usage.plays),
          },
        },
      ];
    }),
  );
}

export function openPlaybackUsageStore(sql: postgres.Sql): PlaybackUsageStore {
  return {
    async playableFiles(since, limit) {
      const rows = await sql<{ file_id: string }[]>`
        select file_id from recording_files
        where state <> 'PENDING' and (deleted_at is null or deleted_at >= ${since})
        order by created_at desc limit ${limit}`;
      return rows.map(({ file_id }) => file_id);
    },
    async keep(usage) {
      if (usage.length === 0) return false;
      const rows = usage.map((item) => ({
        file_id: item.fileId ?? wholeAccount,
        slot_start: item.slotStart,
        slot_seconds: item.slotSeconds,
        bytes: item.bytes,
        plays: item.plays,
      }));
      return sql.begin(async (transaction) => {
        const changed = await transaction<ChangedUsage[]>`
          insert into playback_usage ${transaction(rows)}
          on conflict (file_id, slot_start) do update set bytes = excluded.bytes, plays = excluded.plays,
            slot_seconds = excluded.slot_seconds, updated_at = now()
          where playback_usage.bytes <> excluded.bytes or playback_usage.plays <> excluded.plays
          returning file_id, slot_start, slot_seconds, bytes, plays`;
        await tellUsage(transaction, changed);
        return changed.length > 0;
      });
    },
  };
}
