alter table media_files
  -- When a file that was asleep can be played, and until when; without an end where it left its class for good.
  add column awake_from timestamptz,
  add column awake_until timestamptz;

-- The classes that a file was in before its present one, each with its end; the first began when the file came.
create table media_class_spans (
  file_id text not null references media_files,
  storage_class text not null,
  until timestamptz not null,
  primary key (file_id, until)
);
