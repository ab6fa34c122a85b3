-- Owned by the administrator of the database, not by the server: the server's role may add rows and read them, and has
-- no right to change, delete or drop anything here. Nothing in it refers to the server's own tables.
create table entries (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  sdk_app_id bigint,
  action text not null,
  -- The key or token that called, the role of its key, and which key that was; null where a job of ours did it.
  principal text,
  role text,
  key_fingerprint text,
  recording_id uuid,
  room_id uuid,
  user_id text,
  file_id text,
  grant_id text,
  detail jsonb not null default '{}'
);
create index entries_by_recording on entries (recording_id, id);
create index entries_by_grant on entries (grant_id, id);
create index entries_by_action on entries (action, id);

-- What the provider's access logs say was served under a grant: one row for each log, grant and file.
create table viewings (
  id bigint generated always as identity primary key,
  log_name text not null,
  grant_id text not null,
  file_id text not null,
  sdk_app_id bigint,
  recording_id uuid,
  bytes bigint not null,
  requests integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  unique (log_name, grant_id, file_id)
);
create index viewings_by_recording on viewings (recording_id, id);
create index viewings_by_grant on viewings (grant_id, id);
