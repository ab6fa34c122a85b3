-- What the vendor's media library lets be changed about a file, and what it tells of it.

create table sub_apps (
  sub_app_id bigint primary key,
  name text not null,
  description text not null default '',
  kind text not null default 'AllInOne' check (kind in ('AllInOne', 'Professional')),
  mode text not null default 'fileid' check (mode in ('fileid', 'fileid+path')),
  storage_region text not null default 'local',
  tags jsonb not null default '[]',
  status text not null default 'On' check (status in ('On', 'Off', 'Destroyed')),
  -- Signs media addresses (hotlink), and what a player brings (psign).
  play_key text not null,
  player_key text not null,
  created_at timestamptz not null default now()
);
-- The vendor's sub-applications have ids of their own, apart from the account's APPID.
create sequence sub_app_ids start 1500000001;

alter table media_files
  -- Null is the main application.
  add column sub_app_id bigint,
  add column description text not null default '',
  add column tags text[] not null default '{}',
  add column class_id bigint not null default 0,
  -- Null is never.
  add column expires_at timestamptz,
  add column updated_at timestamptz not null default now(),
  add column forbidden_at timestamptz,
  add column storage_class text not null default 'STANDARD'
    check (storage_class in ('STANDARD', 'STANDARD_IA', 'ARCHIVE', 'DEEP_ARCHIVE')),
  add column video_codec text,
  add column audio_codec text;
update media_files set updated_at = created_at,
  video_codec = case when width is not null then 'h264' end,
  audio_codec = case when audio_sample_rate is not null then 'aac' end;
create index media_files_to_expire on media_files (expires_at) where deleted_at is null and expires_at is not null;
create index media_files_by_sub_app on media_files (sub_app_id, created_at desc) where deleted_at is null;

-- 0 is the main application.
create table media_event_settings (
  sub_app_id bigint primary key,
  uploads boolean not null,
  deletions boolean not null
);

create table media_events (
  id bigint generated always as identity primary key,
  sub_app_id bigint not null,
  type text not null check (type in ('NewFileUpload', 'FileDeleted', 'RestoreMediaComplete')),
  file_id text not null references media_files,
  detail jsonb not null default '{}',
  created_at timestamptz not null default now(),
  -- The handle of the last pull; the event is handed out again when it was not confirmed until then.
  handle text unique,
  pulled_until timestamptz not null default '-infinity',
  confirmed_at timestamptz
);
create index media_events_waiting on media_events (sub_app_id, id) where confirmed_at is null;
