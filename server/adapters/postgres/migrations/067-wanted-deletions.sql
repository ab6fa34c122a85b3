-- Deletions that were asked for while files were still to come; format '' = every one.
create table wanted_deletions (
  recording_id uuid not null,
  format text not null,
  permanently boolean not null,
  asked_at timestamptz not null,
  primary key (recording_id, format)
);
