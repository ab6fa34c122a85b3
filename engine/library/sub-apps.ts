import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';

export type SubAppStatus = 'On' | 'Off' | 'Destroyed';

export interface SubApp {
  readonly subAppId: number;
  readonly name: string;
  readonly description: string;
  readonly mode: string;
  readonly storageRegion: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly status: SubAppStatus;
  /** Key of the hotlink protection of its media addresses. */
  readonly playKey: string;
  /** Key of the player signatures (psign). */
  readonly playerKey: string;
  readonly createdAt: Date;
}

interface SubAppRow {
  readonly sub_app_id: string;
  readonly name: string;
  readonly description: string;
  readonly mode: string;
  readonly storage_region: string;
  readonly tags: { readonly key: string; readonly value: string }[];
  readonly status: SubAppStatus;
  readonly play_key: string;
  readonly player_key: string;
  readonly created_at: Date;
}

function readSubApp(row: SubAppRow): SubApp {
  return {
    subAppId: Number(row.sub_app_id),
    name: row.name,
    description: row.description,
    mode: row.mode,
    storageRegion: row.storage_region,
    tags: row.tags,
    status: row.status,
    playKey: row.play_key,
    playerKey: row.player_key,
    createdAt: row.created_at,
  };
}

/** Letters and digits, as the vendor's keys are. */
const makeKey = (): string => randomBytes(15).toString('hex');

/** The account's sub-applications; the main one has the account's APPID and the play key of the configuration. */
export interface SubApps {
  find(subAppId: number): Promise<SubApp | null>;
  list(query: {
    readonly name: string | undefined;
    readonly tags: readonly { readonly key: string; readonly value: string }[];
    readonly offset: number;
    readonly limit: number;
  }): Promise<{ readonly total: number; readonly subApps: readonly SubApp[] }>;
  /** Null when the account has as many as it may. */
  create(wanted: {
    readonly name: string;
    readonly description: string;
    readonly kind: string;
    readonly mode: string;
    readonly storageRegion: string;
    readonly tags: readonly { readonly key: string; readonly value: string }[];
  }): Promise<number | null>;
  setStatus(subAppId: number, status: SubAppStatus): Promise<void>;
}

/** The vendor's limit, the main one not counted. */
export const maxSubApps = 50;

export function openSubApps(
  sql: postgres.Sql,
  main: { readonly appId: number; readonly playKey: string },
): SubApps {
  // Asked before every look: the database may be away when the engine starts. The key of the configuration wins.
  const ensureMain = async (): Promise<void> => {
    await sql`
      insert into sub_apps (sub_app_id, name, play_key, player_key)
      values (${main.appId}, 'main', ${main.playKey}, ${makeKey()})
      on conflict (sub_app_id) do update set play_key = excluded.play_key
        where sub_apps.play_key <> excluded.play_key`;
  };
  return {
    async find(subAppId) {
      if (subAppId === main.appId) await ensureMain();
      const [row] = await sql<SubAppRow[]>`select * from sub_apps where sub_app_id = ${subAppId}`;
      return row === undefined ? null : readSubApp(row);
    },
    async list({ name, tags, offset, limit }) {
      await ensureMain();
      const condition = sql`
        true ${name === undefined ? sql`` : sql`and name = ${name}`}
        ${tags.length === 0 ? sql`` : sql`and tags @> ${sql.json(tags)}`}`;
      const [[counted], rows] = await Promise.all([
        sql<{ total: number }[]>`select count(*)::int as total from sub_apps where ${condition}`,
        sql<SubAppRow[]>`
          select * from sub_apps where ${condition} order by created_at, sub_app_id limit ${limit} offset ${offset}`,
      ]);
      return { total: counted?.total ?? 0, subApps: rows.map(readSubApp) };
    },
    async create(wanted) {
      return sql.begin(async (transaction) => {
        await transaction`select pg_advisory_xact_lock(hashtext('roomtape.sub-apps'))`;
        const [counted] = await transaction<{ total: number }[]>`
          select count(*)::int as total from sub_apps where sub_app_id <> ${main.appId} and status <> 'Destroyed'`;
        if ((counted?.total ?? 0) >= maxSubApps) return null;
        const [row] = await transaction<{ sub_app_id: string }[]>`
          insert into sub_apps (sub_app_id, name, description, kind, mode, storage_region, tags, play_key, player_key)
          values (nextval('sub_app_ids'), ${wanted.name}, ${wanted.description}, ${wanted.kind}, ${wanted.mode},
            ${wanted.storageRegion}, ${sql.json(wanted.tags)}, ${makeKey()}, ${makeKey()})
          returning sub_app_id`;
        return Number(row!.sub_app_id);
      });
    },
    async setStatus(subAppId, status) {
      await sql`update sub_apps set status = ${status} where sub_app_id = ${subAppId}`;
    },
  };
}
