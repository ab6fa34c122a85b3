-- Relays of users' streams, the intent before the call.
create table relays (
  id uuid primary key,
  sdk_app_id bigint not null,
  room_id uuid not null references rooms (id),
  robot_user_id text not null,
  user_id text not null,
  stream_type text not null check (stream_type in ('main', 'aux')),
  -- Its name on the live network.
  stream_id text not null,
  -- Every target as it was asked for, the live network's first.
  urls jsonb not null,
  max_idle_seconds integer not null,
  -- The vendor's id; null until it is known.
  task_id text,
  -- What our own commands came to; the state is derived from it and from what the cloud told.
  commanded text not null
    check (commanded in ('REQUESTED', 'START_UNCONFIRMED', 'REFUSED', 'RUNNING', 'STOP_UNCONFIRMED', 'STOPPED')),
  commanded_at timestamptz not null,
  commanded_failure text,
  state text not null check (state in ('REQUESTED', 'RUNNING', 'UNCONFIRMED', 'STOPPED', 'REFUSED', 'FAILED')),
  failure text,
  -- The targets that the cloud told of, each as it was last.
  targets jsonb not null default '[]',
  requested_at timestamptz not null,
  stopped_at timestamptz
);
create unique index relays_by_robot on relays (sdk_app_id, robot_user_id);
create index relays_by_room on relays (room_id, requested_at desc);
create index relays_open on relays (commanded_at)
  where commanded in ('REQUESTED', 'START_UNCONFIRMED', 'STOP_UNCONFIRMED', 'RUNNING');
