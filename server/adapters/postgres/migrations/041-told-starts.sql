-- Whether the beginning of a recording is in the event log: it waits until it is known whose recording it is.
alter table recordings add column told_started boolean not null default false;
update recordings set told_started = true;
