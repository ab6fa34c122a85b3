import type postgres from 'postgres';
import type { ApplicationKind } from '../../../domain/application/kind.ts';
import type { RecordingFormat } from '../../../domain/recording/formats.ts';
import type { RecordingSettings } from '../../../domain/recording/settings.ts';
import type { SettingsStore, StoredSettings } from '../../ports/application-settings.ts';
import { appendEvents } from './append-event.ts';

interface SettingsRow {
  readonly sdk_app_id: string;
  readonly settings: RecordingSettings;
  readonly declared_automatic: boolean;
  readonly permission_control: boolean | null;
  readonly former_callback_key: string | null;
  readonly changed_at: Date;
  readonly applied_at: Date | null;
  readonly failure: string | null;
}

function readSettings(row: SettingsRow): StoredSettings {
  return {
    sdkAppId: Number(row.sdk_app_id),
    settings: row.settings,
    declaredAutomaticRecording: row.declared_automatic,
    permissionControl: row.permission_control,
    formerCallbackKey: row.former_callback_key,
    changedAt: row.changed_at,
    appliedAt: row.applied_at,
    failure: row.failure,
  };
}

export function openSettingsStore(sql: postgres.Sql): SettingsStore {
  return {
    async applications() {
      const rows = await sql<
        {
          sdk_app_id: string;
          name: string;
          kind: ApplicationKind;
          secret_key: string;
          callback_key: string;
        }[]
      >`select * from applications order by sdk_app_id`;
      return rows.map((row) => ({
        sdkAppId: Number(row.sdk_app_id),
        name: row.name,
        kind: row.kind,
        secretKey: row.secret_key,
        callbackKey: row.callback_key,
      }));
    },

    async addApplication({ sdkAppId, name, kind, secretKey, callbackKey }) {
      await sql.begin(async (transaction) => {
        await transaction`
          insert into applications (sdk_app_id, name, kind, secret_key, callback_key)
          values (${sdkAppId}, ${name}, ${kind}, ${secretKey}, ${callbackKey})`;
        const none = { roomId: null, recordingId: null, userId: null };
        await appendEvents(transaction, [
          {
            type: 'application.created',
            occurredAt: new Date(),
            sdkAppId,
            ...none,
            data: { sdkAppId, name, kind },
          },
        ]);
      });
    },

    async settings() {
      const rows = await sql<SettingsRow[]>`select * from application_settings order by sdk_app_id`;
      return rows.map(readSettings);
    },

    request: (intent, what) =>
      sql.begin(async (transaction) => {
        const { sdkAppId, changedAt } = intent;
        const [row] = await transaction<SettingsRow[]>`
          insert into application_settings ${transaction({
            sdk_app_id: sdkAppId,
            settings: transaction.json(intent.settings as unknown as postgres.JSONValue) as unknown as string,
            declared_automatic: intent.declaredAutomaticRecording,
            permission_control: intent.permissionControl,
            former_callback_key: intent.formerCallbackKey,
            changed_at: changedAt,
          })}
          on conflict (sdk_app_id) do update set settings = excluded.settings,
            declared_automatic = excluded.declared_automatic, permission_control = excluded.permission_control, former_callback_key = excluded.former_callback_key,
            changed_at = excluded.changed_at, applied_at = null, failure = null
          returning *`;
        // A key is no part of what is told.
        const settings = Object.fromEntries(
          Object.entries(intent.settings).filter(([name]) => name !== 'callbackKey'),
        );
        const none = { roomId: null, recordingId: null, userId: null };
        const data = { sdkAppId, changed: what, settings };
        await appendEvents(transaction, [
          { type: 'application.settings_changed', occurredAt: changedAt, sdkAppId, ...none, data },
        ]);
        return readSettings(row!);
      }),

    async settle(sdkAppId, changedAt, failure) {
      const [row] = await sql<SettingsRow[]>`
        update application_settings
        set failure = ${failure}, applied_at = ${failure === null ? new Date() : null}
        where sdk_app_id = ${sdkAppId} and changed_at = ${changedAt} returning *`;
      return row === undefined ? null : readSettings(row);
    },

    async shownSince(sdkAppId, since) {
      const [row] = await sql<
        {
          formats: RecordingFormat[] | null;
          recordings: number;
          unchosen: number;
          homes: string[] | null;
        }[]
      >`
        select count(distinct recordings.id)::int as recordings,
          array_agg(distinct files.format) filter (where files.format is not null) as formats,
          array_agg(distinct coalesce(files.sub_app_id, 0)) filter (where files.name is not null) as homes,
          count(distinct recordings.id) filter
            (where kind = 'STREAM' and user_define_record_id is null)::int as unchosen
        from recordings left join recording_files as files on files.recording_id = recordings.id
        where recordings.sdk_app_id = ${sdkAppId} and recordings.started_at > ${since}`;
      return {
        formats: row?.formats ?? [],
        recordings: row?.recordings ?? 0,
        unchosenStreams: row?.unchosen ?? 0,
        // No sub-application has the number 0.
        subAppIds: (row?.homes ?? []).map((id) => Number(id) || null),
      };
    },
  };
}
