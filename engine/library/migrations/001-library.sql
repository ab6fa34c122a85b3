-- Times are timestamptz; ids that the vendor prints as digits are text, since numbers of 20 digits lose their end.

create table media_files (
  file_id text primary key,
  session_id text not null,
  sdk_app_id bigint not null,
  room_kind text not null check (room_kind in ('int', 'string')),
  room text not null,
  user_id text,
  stream_id text not null,
  stream_type text not null check (stream_type in ('main', 'aux', 'mix')),
  name text not null,
  format text not null check (format in ('hls', 'mp4', 'flv', 'aac')),
  path text not null,
  bytes bigint not null check (bytes >= 0),
  duration_ms bigint not null check (duration_ms >= 0),
  started_at timestamptz not null,
  ended_at timestamptz not null,
  created_at timestamptz not null default now(),
  width integer,
  height integer,
  frames bigint,
  audio_sample_rate integer,
  audio_channels integer,
  recovered boolean not null,
  -- Set before the bytes are removed, so that a search never shows a file that is half gone.
  deleted_at timestamptz
);
create index media_files_by_creation on media_files (created_at desc, file_id desc) where deleted_at is null;
create index media_files_by_stream on media_files (stream_id, created_at desc) where deleted_at is null;
-- Removal of the bytes that a crash interrupted is found by this.
alter table media_files add column bytes_removed_at timestamptz;
create index media_files_to_remove on media_files (deleted_at) where deleted_at is not null and bytes_removed_at is null;

create table rooms (
  comm_id text primary key,
  sdk_app_id bigint not null,
  room_kind text not null check (room_kind in ('int', 'string')),
  room text not null,
  creator text not null,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  -- The engine process that had it; what another one left open was interrupted.
  run text not null
);
create index rooms_by_time on rooms (sdk_app_id, created_at desc);
create index rooms_open on rooms (run) where destroyed_at is null;

create table room_users (
  comm_id text not null references rooms,
  user_id text not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  primary key (comm_id, user_id, joined_at)
);

create table pushes (
  sequence text primary key,
  stream_id text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  run text not null,
  -- The event of the push's beginning, from which that of its end is made.
  event jsonb not null
);
create index pushes_open on pushes (run) where ended_at is null;

create table callbacks (
  id bigint generated always as identity primary key,
  key text not null unique,
  kind text not null check (kind in ('css', 'trtc')),
  event jsonb not null,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  given_up_at timestamptz,
  last_error text
);
create index callbacks_due on callbacks (next_attempt_at) where delivered_at is null and given_up_at is null;

-- Bytes that left for one file in five minutes.
create table traffic (
  file_id text not null,
  slot timestamptz not null,
  bytes bigint not null,
  requests bigint not null,
  plays bigint not null,
  primary key (file_id, slot)
);
create index traffic_by_slot on traffic (slot);
