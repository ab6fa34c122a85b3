-- What was not as it should be with a recording, derived from facts like its files.
create table recording_marks (
  recording_id uuid not null references recordings,
  session_id text not null,
  mark_id text not null,
  code text not null,
  level text not null check (level in ('info', 'warning', 'error')),
  started_at timestamptz not null,
  ended_at timestamptz,
  -- Its place in the media, in milliseconds from the recording's beginning.
  media_ms bigint,
  detail text not null,
  healed boolean not null,
  -- What the event log knows: null nothing, false the beginning, true the end too.
  told_healed boolean,
  primary key (recording_id, session_id, mark_id)
);
create index recording_marks_by_level on recording_marks (level, code);

-- Places that somebody named. No fact makes them, so they move along when two sessions turn out to be one.
create table recording_markers (
  id uuid primary key,
  recording_id uuid not null references recordings,
  -- As it was given: a moment of the day, or a place in the media. The other follows from the recording's gaps.
  at timestamptz,
  media_ms bigint,
  label text not null,
  kind text not null,
  data jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((at is null) <> (media_ms is null))
);
create index recording_markers_by_recording on recording_markers (recording_id);
