import type postgres from 'postgres';
import type { CountedMix, MixUsageStore } from '../../ports/mix-usage.ts';
import { appendEvents } from './append-event.ts';
import { refreshSearch } from './refresh-search.ts';
import type { MixRow } from './rows.ts';

type Transaction = postgres.TransactionSql;

/** The session of the room in which a mix began. Clocks may differ by some seconds. */
async function roomOf(sql: Transaction, { sdkAppId, room, beganAt }: CountedMix): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from rooms where sdk_app_id = ${sdkAppId} and room_kind = ${room.kind}
      and room_name = ${String(room.value)} and started_at <= ${beganAt}::timestamptz + interval '5 seconds'
    order by started_at desc limit 1`;
  return row?.id ?? null;
}

/** The command that a mix came of, where one of ours did. */
async function bindCommand(sql: Transaction, mix: CountedMix, roomId: string): Promise<string | null> {
  if (mix.askedBy !== null) return null;
  const [row] = await sql<{ id: string }[]>`
    update mixes set provider_mix_id = ${mix.providerMixId}, began_at = ${mix.beganAt}
    where id = (
      select id from mixes where room_id = ${roomId} and stream_id = ${mix.streamId} and provider_mix_id is null
        and requested_at <= ${mix.beganAt}::timestamptz + interval '5 seconds'
      order by requested_at desc limit 1) returning id`;
  return row?.id ?? null;
}

async function tell(sql: Transaction, row: MixRow, type: 'mix.started' | 'mix.stopped', at: Date) {
  const { id, stream_id: streamId, record_id: recordId, state, asked_by: userId } = row;
  const data = { id, streamId, recordId, state, askedBy: userId };
  const about = { sdkAppId: Number(row.sdk_app_id), roomId: row.room_id, recordingId: null, userId };
  await appendEvents(sql, [{ ...about, type, occurredAt: at, data }]);
}

/** A mix that was asked for elsewhere, by a user's SDK or another server. */
async function insertMix(sql: Transaction, mix: CountedMix, roomId: string): Promise<string> {
  const { sdkAppId, streamId, beganAt } = mix;
  const [row] = await sql<MixRow[]>`
    insert into mixes ${sql({
      ...{
        id: mix.providerMixId,
        sdk_app_id: sdkAppId,
        room_id: roomId,
        stream_id: streamId,
        record_id: null,
      },
      ...{ state: 'RUNNING', width: mix.width, height: mix.height, asked_by: mix.askedBy },
      ...{ into_own_stream: mix.intoOwnStream, provider_mix_id: mix.providerMixId },
      ...{ requested_at: beganAt, began_at: beganAt },
    })} returning *`;
  await tell(sql, row!, 'mix.started', beganAt);
  if (!mix.intoOwnStream) await nameStreams(sql, mix, roomId);
  return row!.id;
}

/** A stream of the mix's own may have come before it was known whose it is: it is the same as one that comes after. */
async function nameStreams(
  sql: Transaction,
  { sdkAppId, streamId, beganAt }: CountedMix,
  roomId: string,
): Promise<void> {
  const isIts = sql`sdk_app_id = ${sdkAppId} and stream_id = ${streamId} and room_id is null
    and started_at >= ${beganAt}::timestamptz - interval '5 seconds'`;
  const named = sql`room_id = ${roomId}, stream_type = 'mix', user_id = null`;
  await sql`update streams set ${named} where ${isIts}`;
  const rows = await sql<{ id: string }[]>`
    update recordings set ${named}, kind = 'MIX', user_define_record_id = null,
      method = 'REST_MIX'
    where ${isIts} returning id`;
  for (const { id } of rows) await refreshSearch(sql, id);
}

async function keepMix(sql: Transaction, mix: CountedMix): Promise<boolean> {
  const [known] = await sql<
    { id: string }[]
  >`select id from mixes where provider_mix_id = ${mix.providerMixId}`;
  const roomId = known === undefined ? await roomOf(sql, mix) : null;
  if (known === undefined && roomId === null) return false;
  const id = known?.id ?? (await bindCommand(sql, mix, roomId!)) ?? (await insertMix(sql, mix, roomId!));
  if (mix.overAt !== null) {
    await sql`update mixes set over_at = ${mix.overAt} where id = ${id} and over_at is null`;
    // What a command asked for is settled by its own stream's events.
    const [ended] = await sql<MixRow[]>`
      update mixes set state = 'STOPPED', stopped_at = ${mix.overAt}
      where id = ${id} and form is null and state = 'RUNNING' returning *`;
    if (ended !== undefined) await tell(sql, ended, 'mix.stopped', mix.overAt);
  }
  if (mix.counts.length === 0) return true;
  const rows = mix.counts.map(({ slotStart, inputs, inputPixels, ms }) => ({
    ...{ mix_id: id, slot_start: slotStart, inputs, input_pixels: inputPixels, ms },
  }));
  await sql`
    insert into mix_usage ${sql(rows)}
    on conflict (mix_id, slot_start, inputs, input_pixels) do update set ms = excluded.ms
    where mix_usage.ms <> excluded.ms`;
  return true;
}

export function openMixUsageStore(sql: postgres.Sql): MixUsageStore {
  return {
    async lastSlot() {
      const [row] = await sql<{ last: Date | null }[]>`select max(slot_start) as last from mix_usage`;
      return row?.last ?? null;
    },
    async keep(mixes) {
      const kept: CountedMix[] = [];
      for (const mix of mixes)
        if (await sql.begin((transaction) => keepMix(transaction, mix))) kept.push(mix);
      return kept;
    },
  };
}
