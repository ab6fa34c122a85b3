-- Callbacks as they came. A row that was not applied is applied at the next start.
create table inbox (
  id bigint generated always as identity primary key,
  sdk_app_id bigint not null,
  kind text not null check (kind in ('css', 'trtc')),
  -- Same text, same happening: the provider repeats itself.
  dedupe_key text not null,
  body text not null,
  facts jsonb not null,
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  -- A right signature whose time had passed is kept and looked into, never applied unseen.
  trusted boolean not null,
  unique (sdk_app_id, dedupe_key)
);
create index inbox_open on inbox (id) where applied_at is null and trusted;

-- What is known of one stream id or one room name, each fact once.
create table facts (
  id bigint generated always as identity primary key,
  sdk_app_id bigint not null,
  subject text not null,
  key text not null,
  at timestamptz not null,
  fact jsonb not null,
  -- The room, or the stream and recording, that it was made part of.
  owner_id uuid,
  unique (sdk_app_id, subject, key)
);
create index facts_by_time on facts (sdk_app_id, subject, at);

create table rooms (
  id uuid primary key,
  sdk_app_id bigint not null,
  room_kind text not null check (room_kind in ('int', 'string')),
  room_name text not null,
  number integer not null,
  comm_id text,
  state text not null check (state in ('ACTIVE', 'ENDED')),
  started_at timestamptz not null,
  ended_at timestamptz
);
create index rooms_by_name on rooms (sdk_app_id, room_kind, room_name, started_at desc);
create index rooms_by_start on rooms (started_at desc, id desc);

create table streams (
  id uuid primary key,
  sdk_app_id bigint not null,
  room_id uuid references rooms,
  room_kind text,
  room_name text,
  stream_id text not null,
  user_id text,
  stream_type text not null check (stream_type in ('main', 'aux', 'mix')),
  state text not null check (state in ('LIVE', 'ENDED')),
  width integer,
  height integer,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index streams_by_room on streams (room_id);
create index streams_by_room_name on streams (sdk_app_id, room_kind, room_name, started_at);

create table recordings (
  id uuid primary key,
  sdk_app_id bigint not null,
  room_id uuid references rooms,
  room_kind text,
  room_name text,
  has_stream boolean not null,
  kind text not null check (kind in ('STREAM', 'MIX')),
  user_id text,
  stream_id text not null,
  stream_type text not null check (stream_type in ('main', 'aux', 'mix')),
  user_define_record_id text,
  state text not null check (state in ('RECORDING', 'PROCESSING', 'READY', 'FAILED', 'DELETED')),
  failure text,
  started_at timestamptz not null,
  ended_at timestamptz,
  duration_ms bigint,
  -- [{format, startMs, endMs}]: what the recording charge counts.
  channels jsonb not null
);
create index recordings_by_start on recordings (started_at desc, id desc);
create index recordings_by_room on recordings (room_id);
create index recordings_by_room_name on recordings (sdk_app_id, room_kind, room_name, started_at);
create index recordings_by_user on recordings (user_id, started_at desc);

create table recording_files (
  id uuid primary key,
  recording_id uuid not null references recordings,
  file_id text not null unique,
  format text not null,
  name text,
  state text not null check (state in ('PENDING', 'READY', 'DELETED')),
  bytes bigint,
  duration_ms bigint,
  width integer,
  height integer,
  media_url text,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  created_at timestamptz not null,
  deleted_at timestamptz,
  -- When to ask the media library next, and how often it did not know the file.
  next_check_at timestamptz not null default now(),
  checks integer not null default 0,
  -- The state that the event log knows.
  told_state text
);
create index recording_files_by_recording on recording_files (recording_id);
create index recording_files_by_name on recording_files (name text_pattern_ops);
create index recording_files_pending on recording_files (next_check_at) where state = 'PENDING';

create table mixes (
  id uuid primary key,
  sdk_app_id bigint not null,
  room_id uuid not null references rooms,
  stream_id text not null,
  record_id text not null,
  state text not null check (state in ('REQUESTED', 'RUNNING', 'UNCONFIRMED', 'STOPPED', 'REFUSED')),
  width integer not null,
  height integer not null,
  requested_at timestamptz not null,
  stopped_at timestamptz,
  failure text
);
create index mixes_by_room on mixes (room_id);
create index mixes_by_stream on mixes (sdk_app_id, stream_id, requested_at desc);

-- The position of an event is (transaction, number). A reader takes only transactions that are all over, so a position
-- that was read never has a later commit before it.
create table events (
  xid xid8 not null default pg_current_xact_id(),
  number bigint generated always as identity,
  id uuid not null,
  type text not null,
  schema_version integer not null,
  occurred_at timestamptz not null,
  sdk_app_id bigint not null,
  room_id uuid,
  recording_id uuid,
  user_id text,
  data jsonb not null,
  primary key (xid, number)
);

create table idempotency (
  principal text not null,
  key text not null,
  input_hash text not null,
  claimed_at timestamptz not null default now(),
  result jsonb,
  done_at timestamptz,
  primary key (principal, key)
);

-- Bytes that the provider says it served for one file in one slot. The account's own total stands beside it under ''.
create table playback_usage (
  file_id text not null,
  slot_start timestamptz not null,
  slot_seconds integer not null,
  bytes bigint not null,
  plays bigint not null,
  updated_at timestamptz not null default now(),
  primary key (file_id, slot_start)
);
create index playback_usage_by_slot on playback_usage (slot_start);
