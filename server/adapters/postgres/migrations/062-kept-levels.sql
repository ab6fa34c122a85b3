-- What is kept as a day ends, so that the next one is metered from what changed in it alone. Null: not known, every file is read.
alter table usage_metered_days add column kept_bytes numeric(30, 0);

create index recording_files_by_created on recording_files (created_at);
create index recording_files_by_deleted on recording_files (deleted_at) where deleted_at is not null;

-- A file of a recording that turned out to be another's: what was counted of it is counted no more.
create function mark_gone_file() returns trigger language plpgsql as $$
begin
  perform mark_usage(sdk_app_id, kept_span(old.created_at, old.deleted_at)) from recordings where id = old.recording_id;
  return null;
end $$;
create trigger recording_files_gone after delete on recording_files for each row execute function mark_gone_file();
