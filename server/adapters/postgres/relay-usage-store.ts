import type postgres from 'postgres';
import type { RelayUsageStore } from '../../ports/relay-usage.ts';

export function openRelayUsageStore(sql: postgres.Sql): RelayUsageStore {
  return {
    async watchableStreams(since) {
      const rows = await sql<{ sdk_app_id: string; stream_id: string }[]>`
        select sdk_app_id, stream_id from streams
        where (ended_at is null or ended_at >= ${since})
          and (stream_type = 'mix' or not starts_with(stream_id, sdk_app_id || '_'))
        union
        select sdk_app_id, stream_id from relays
        where task_id is not null and (stopped_at is null or stopped_at >= ${since})`;
      return rows.map((row) => ({ sdkAppId: Number(row.sdk_app_id), streamId: row.stream_id }));
    },

    async keep(usage) {
      if (usage.length === 0) return;
      const rows = usage.map(({ sdkAppId, streamId, slotStart, bytes }) => ({
        ...{ sdk_app_id: sdkAppId, stream_id: streamId },
        ...{ slot_start: slotStart, bytes },
      }));
      await sql`
        insert into relay_usage ${sql(rows)}
        on conflict (sdk_app_id, slot_start, stream_id) do update set bytes = excluded.bytes
        where relay_usage.bytes <> excluded.bytes`;
    },
  };
}
