-- Recording tasks of applications of the newer kind, the intent before the call.
create table recording_tasks (
  id uuid primary key,
  sdk_app_id bigint not null,
  room_kind text not null check (room_kind in ('int', 'string')),
  room_name text not null,
  robot_user_id text not null,
  -- The vendor's id; null until it answered.
  task_id text,
  state text not null check (state in ('REQUESTED', 'RUNNING', 'UNCONFIRMED', 'STOPPED', 'REFUSED')),
  requested_at timestamptz not null,
  stopped_at timestamptz,
  failure text
);
create index recording_tasks_by_room on recording_tasks (sdk_app_id, room_kind, room_name, requested_at desc);
