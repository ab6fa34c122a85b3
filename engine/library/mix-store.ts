import type postgres from 'postgres';
import type { LibraryFact } from './facts.ts';
import type { PicturedSpan, UsageQuery } from './usage-store.ts';

/** Mixes are counted by the minute. */
export const mixSlotSeconds = 60;

/** How long one mix ran in one minute with one set of inputs. */
export interface MixedTime {
  readonly mixId: string;
  readonly sdkAppId: number;
  /** Unix seconds of the slot's beginning, a multiple of 60. */
  readonly slot: number;
  /** Of the picture that comes out; 0 × 0 for sound alone. */
  readonly width: number;
  readonly height: number;
  /** Streams that were heard or seen. */
  readonly inputs: number;
  /** Area of all that were seen. */
  readonly inputPixels: number;
  readonly ms: number;
}

const at = (ms: number): Date => new Date(ms);

export async function applyMix(
  sql: postgres.TransactionSql,
  fact: Extract<LibraryFact, { type: 'mix-started' | 'mix-ended' }>,
  run: string,
): Promise<void> {
  if (fact.type === 'mix-started')
    await sql`
      insert into mixes ${sql({
        mix_id: fact.mixId,
        sdk_app_id: fact.sdkAppId,
        comm_id: fact.commId,
        stream_id: fact.streamId,
        user_id: fact.userId,
        into_own_stream: fact.intoOwnStream,
        width: fact.width,
        height: fact.height,
        started_at: at(fact.atMs),
        run,
      })} on conflict do nothing`;
  else
    await sql`
      update mixes set ended_at = greatest(started_at, ${at(fact.atMs)})
      where mix_id = ${fact.mixId} and ended_at is null`;
}

export async function addMixedTime(sql: postgres.Sql, rows: readonly MixedTime[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    ...{ mix_id: row.mixId, sdk_app_id: row.sdkAppId, slot: at(row.slot * 1000) },
    ...{ width: row.width, height: row.height, inputs: row.inputs, input_pixels: row.inputPixels },
    ms: row.ms,
  }));
  await sql`
    insert into mix_usage ${sql(values)}
    on conflict (mix_id, slot, inputs, input_pixels) do update set ms = mix_usage.ms + excluded.ms`;
}

/** Times of mixes by the area of what came out, those into a user's own stream too. */
export async function mixesBetween(
  sql: postgres.Sql,
  { sdkAppId, from, until }: UsageQuery,
): Promise<readonly PicturedSpan[]> {
  const rows = await sql<{ slot: Date; ms: string; pixels: number }[]>`
    select slot, sum(ms)::bigint as ms, width * height as pixels from mix_usage
    where slot >= ${from} and slot < ${until} ${sdkAppId === null ? sql`` : sql`and sdk_app_id = ${sdkAppId}`}
    group by mix_id, slot, width, height`;
  return rows.map(({ slot, ms, pixels }) => ({
    ...{ from: slot, until: at(slot.getTime() + Number(ms)), pixels },
  }));
}

/** Mixes that an earlier process ran and could not end. */
export async function mixesLeft(sql: postgres.Sql, run: string): Promise<readonly string[]> {
  const rows = await sql<
    { mix_id: string }[]
  >`select mix_id from mixes where ended_at is null and run <> ${run}`;
  return rows.map(({ mix_id }) => mix_id);
}

export interface CountedMix {
  readonly mixId: string;
  readonly sdkAppId: number;
  readonly commId: string;
  readonly room: { readonly kind: 'int' | 'string'; readonly name: string };
  readonly streamId: string;
  readonly userId: string | null;
  readonly intoOwnStream: boolean;
  readonly width: number;
  readonly height: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Of the minutes asked for, in order. */
  readonly counts: readonly {
    readonly slotMs: number;
    readonly inputs: number;
    readonly inputPixels: number;
    readonly ms: number;
  }[];
}

/** Mixes that touch the time between `from` and `until`, oldest first, with what was counted of them in it. */
export async function countedMixes(
  sql: postgres.Sql,
  { from, until }: Pick<UsageQuery, 'from' | 'until'>,
): Promise<readonly CountedMix[]> {
  const rows = await sql<
    {
      mix_id: string;
      sdk_app_id: string;
      comm_id: string;
      room_kind: 'int' | 'string';
      room: string;
      stream_id: string;
      user_id: string | null;
      into_own_stream: boolean;
      width: number;
      height: number;
      started_at: Date;
      ended_at: Date | null;
      counts: CountedMix['counts'];
    }[]
  >`
    select mixes.*, room_kind, room, (
      select coalesce(jsonb_agg(jsonb_build_object('slotMs', (extract(epoch from slot) * 1000)::bigint,
        'inputs', inputs, 'inputPixels', input_pixels, 'ms', ms) order by slot, inputs, input_pixels), '[]')
      from mix_usage where mix_usage.mix_id = mixes.mix_id::text and slot >= ${from} and slot < ${until}
    ) as counts
    from mixes join rooms using (comm_id)
    where mixes.started_at < ${until} and (mixes.ended_at is null or mixes.ended_at >= ${from})
    order by mixes.started_at, mix_id`;
  return rows.map((row) => ({
    ...{ mixId: row.mix_id, sdkAppId: Number(row.sdk_app_id), commId: row.comm_id, streamId: row.stream_id },
    room: { kind: row.room_kind, name: row.room },
    ...{ userId: row.user_id, intoOwnStream: row.into_own_stream, width: row.width, height: row.height },
    ...{ startedAt: row.started_at, endedAt: row.ended_at, counts: row.counts },
  }));
}
