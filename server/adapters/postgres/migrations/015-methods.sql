alter table recordings add column method text
  check (method in ('GLOBAL_AUTO', 'SDK_PARAMETERS', 'REST_MIX', 'CLOUD_RECORDING'));
update recordings set method = case when kind = 'MIX' then 'REST_MIX'
  when user_define_record_id is null and user_id is not null then 'GLOBAL_AUTO' end;
create index recordings_by_method on recordings (method, started_at desc);

-- Of what a recording task records: the vendor's id of the task, since when the stream could have been recorded, when
-- the first file's media begins, and what lies between the later of asking and publishing and that.
alter table recordings add column task_id text;
alter table recordings add column live_since timestamptz;
alter table recordings add column first_media_at timestamptz;
alter table recordings add column start_gap_ms bigint;
create index recordings_by_task on recordings (sdk_app_id, task_id) where task_id is not null;

alter table recording_tasks add column first_media_at timestamptz;
create index recording_tasks_by_task on recording_tasks (sdk_app_id, task_id);
