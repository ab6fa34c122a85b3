-- States are derived in one place (domain/recording); a list of them here would be a second one.
alter table recordings drop constraint if exists recordings_state_check;
alter table recording_files drop constraint if exists recording_files_state_check;

alter table recordings
  -- [{startMs, endMs, reason, mediaMs}]: time that was left out and is not charged.
  add column gaps jsonb not null default '[]',
  -- The provider's recording sessions, oldest first.
  add column session_ids text[] not null default '{}',
  -- [{wait, about, sinceMs}]: what it cannot go on without; a job looks whether that is overdue.
  add column waits jsonb not null default '[]',
  -- What the event log knows: facts in an odd order take an end back for a moment, and it is not told twice.
  add column told_ended_at timestamptz,
  add column told_ending text;
update recordings set told_ended_at = ended_at, told_ending = state where ended_at is not null;
create index recordings_waiting on recordings (started_at) where waits <> '[]';

alter table recording_files add column part integer not null default 1;
-- What the provider has not heard of in time is still asked for, ever more seldom.
drop index recording_files_pending;
create index recording_files_unconfirmed on recording_files (next_check_at) where state in ('PENDING', 'FAILED');

-- [{startMs, endMs}]: the stream was away and its recording waited for it.
alter table streams add column interruptions jsonb not null default '[]';

-- One command to a running recording. The intent is stored before the provider is called.
create table recording_commands (
  id uuid primary key,
  recording_id uuid not null,
  kind text not null check (kind in ('PAUSE', 'RESUME')),
  state text not null check (state in ('REQUESTED', 'DONE', 'UNCONFIRMED', 'REFUSED', 'LAPSED')),
  requested_at timestamptz not null,
  settled_at timestamptz,
  failure text
);
create index recording_commands_by_recording on recording_commands (recording_id, requested_at desc);
create index recording_commands_open on recording_commands (requested_at)
  where state in ('REQUESTED', 'UNCONFIRMED');
