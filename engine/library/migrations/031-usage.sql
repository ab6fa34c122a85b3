-- One format of one recording, from its beginning to its end: a channel. What a killed process left is ended by the next one.
create table recording_spans (
  session_id text not null,
  format text not null check (format in ('hls', 'mp4', 'flv', 'aac')),
  sdk_app_id bigint not null,
  -- Null where no task records.
  task_id text,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (session_id, format)
);
create index recording_spans_by_time on recording_spans (started_at);

create table task_spans (
  task_id text primary key,
  sdk_app_id bigint not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index task_spans_by_time on task_spans (started_at);

-- The last attempt to deliver a callback: when, what was sent, and what came of it (0 is success).
alter table callbacks
  add column attempted_at timestamptz,
  add column request text,
  add column response text,
  add column result_code integer;
create index callbacks_by_time on callbacks (created_at) where kind = 'css';
create index pushes_by_time on pushes (started_at);
create index room_users_by_time on room_users (joined_at);
