-- What our own commands came to, and what the cloud told of a task: its state is derived from the two.
alter table recording_tasks add column commanded text
  check (commanded in ('REQUESTED', 'START_UNCONFIRMED', 'REFUSED', 'RUNNING', 'STOP_UNCONFIRMED', 'STOPPED'));
alter table recording_tasks add column commanded_failure text;
alter table recording_tasks add column ended_by text check (ended_by in
  ('ASKED', 'ROBOT_REMOVED', 'ROOM_DISMISSED', 'SERVICE_FAILED', 'IDLE', 'REPLACED', 'UNKNOWN'));
update recording_tasks set commanded_failure = failure, commanded = case
  when state <> 'UNCONFIRMED' then state when task_id is null then 'START_UNCONFIRMED' else 'STOP_UNCONFIRMED' end;
alter table recording_tasks alter column commanded set not null;
create unique index recording_tasks_by_robot on recording_tasks (sdk_app_id, robot_user_id);
