-- The ledger: what each use of an application came to on each day of UTC+8. Rows know no price, and their number does not
-- grow with the number of recordings.
create table usage_ledgers (
  sdk_app_id bigint primary key,
  -- Everything until then is in the ledger, but for what is marked below.
  measured_until timestamptz not null
);

create table usage_days (
  sdk_app_id bigint not null,
  day date not null,
  use text not null,
  -- Channels, milliseconds or bytes.
  quantity numeric(30, 0) not null,
  begun_minutes numeric(30, 0) not null,
  weight numeric(40, 0) not null,
  -- The most channels of each five minutes.
  samples integer[] not null,
  primary key (sdk_app_id, day, use)
);

create table usage_metered_days (
  sdk_app_id bigint not null,
  day date not null,
  metered_at timestamptz not null,
  primary key (sdk_app_id, day)
);

-- What became known after a day was over and metered. Of a closed month the row stands here alone: `usage_days` stays as it
-- was billed.
create table usage_corrections (
  id bigint generated always as identity primary key,
  sdk_app_id bigint not null,
  day date not null,
  use text not null,
  made_at timestamptz not null,
  after_close boolean not null,
  quantity_before numeric(30, 0) not null,
  quantity numeric(30, 0) not null,
  begun_minutes numeric(30, 0) not null,
  weight numeric(40, 0) not null,
  samples integer[] not null
);
create index usage_corrections_by_day on usage_corrections (sdk_app_id, day);

-- A month that is closed keeps the book that it was rated with.
create table closed_months (
  sdk_app_id bigint not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  book_id text not null,
  cohort text not null,
  total numeric not null,
  closed_at timestamptz not null,
  primary key (sdk_app_id, month)
);

-- Times whose usage changed since they were metered, epoch milliseconds; no end is until now.
create table usage_marks (
  id bigint generated always as identity primary key,
  sdk_app_id bigint not null,
  from_ms bigint not null,
  until_ms bigint
);
create index usage_marks_by_application on usage_marks (sdk_app_id);

create function epoch_ms(at timestamptz) returns bigint language sql immutable
  return floor(extract(epoch from at) * 1000)::bigint;

-- From the first channel to the last one's end; empty without channels, open while one runs.
create function channels_span(channels jsonb) returns int8range language sql immutable
  return (
    select case when count(*) = 0 then 'empty'::int8range else int8range(
      min((channel ->> 'startMs')::bigint),
      case when bool_or(channel ->> 'endMs' is null) then null
        else greatest(min((channel ->> 'startMs')::bigint), max((channel ->> 'endMs')::bigint)) end) end
    from jsonb_array_elements(channels) as channel);

create function kept_span(created timestamptz, deleted timestamptz) returns int8range language sql immutable
  return int8range(epoch_ms(created),
    case when deleted is null then null else greatest(epoch_ms(created), epoch_ms(deleted)) end);

create index recordings_by_use on recordings using gist (channels_span(channels));
create index recording_files_by_use on recording_files using gist (kept_span(created_at, deleted_at));

create function mark_usage(app bigint, span int8range) returns void language sql
begin atomic
  insert into usage_marks (sdk_app_id, from_ms, until_ms)
    select app, lower(span), upper(span) where app is not null and not isempty(span);
end;

create function mark_recording() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then perform mark_usage(old.sdk_app_id, channels_span(old.channels)); end if;
  if tg_op <> 'DELETE' then perform mark_usage(new.sdk_app_id, channels_span(new.channels)); end if;
  return null;
end $$;
create trigger recordings_made after insert or delete on recordings
  for each row execute function mark_recording();
create trigger recordings_changed after update on recordings for each row
  when ((old.channels, old.task_id, old.has_stream, old.duplicate_of)
    is distinct from (new.channels, new.task_id, new.has_stream, new.duplicate_of))
  execute function mark_recording();

-- A stream has the size of its recordings, is a mix, or goes into one.
create function mark_stream() returns trigger language plpgsql as $$
begin
  perform mark_usage(new.sdk_app_id, kept_span(new.started_at, new.ended_at));
  if tg_op = 'UPDATE' then
    perform mark_usage(old.sdk_app_id, kept_span(old.started_at, old.ended_at));
    perform mark_usage(sdk_app_id, channels_span(channels)) from recordings
      where id = new.id or duplicate_of = new.id;
  end if;
  return null;
end $$;
create trigger streams_made after insert on streams for each row execute function mark_stream();
create trigger streams_changed after update on streams for each row
  when ((old.started_at, old.ended_at, old.width, old.height, old.room_id, old.stream_id)
    is distinct from (new.started_at, new.ended_at, new.width, new.height, new.room_id, new.stream_id))
  execute function mark_stream();

create function mark_mix() returns trigger language plpgsql as $$
begin
  perform mark_usage(streams.sdk_app_id, kept_span(streams.started_at, streams.ended_at)) from streams
    where streams.room_id = new.room_id and streams.stream_id = new.stream_id;
  return null;
end $$;
create trigger mixes_made after insert or update of width, height, room_id, stream_id on mixes
  for each row execute function mark_mix();

create function mark_file() returns trigger language plpgsql as $$
declare app bigint := (select sdk_app_id from recordings where id = new.recording_id);
begin
  if tg_op = 'UPDATE' and (old.bytes, old.created_at, old.recording_id) is not distinct from
      (new.bytes, new.created_at, new.recording_id) then
    -- What was kept until the earlier of both ends is the same.
    perform mark_usage(app, int8range(epoch_ms(least(old.deleted_at, new.deleted_at)), null));
  else
    perform mark_usage(app, kept_span(new.created_at, new.deleted_at));
    if tg_op = 'UPDATE' then perform mark_usage(app, kept_span(old.created_at, old.deleted_at)); end if;
  end if;
  return null;
end $$;
create trigger recording_files_made after insert on recording_files for each row execute function mark_file();
create trigger recording_files_changed after update on recording_files for each row
  when ((old.bytes, old.created_at, old.deleted_at, old.recording_id)
    is distinct from (new.bytes, new.created_at, new.deleted_at, new.recording_id))
  execute function mark_file();

create function mark_playback() returns trigger language plpgsql as $$
begin
  perform mark_usage(recordings.sdk_app_id, int8range(epoch_ms(new.slot_start), epoch_ms(new.slot_start) + 1))
    from recording_files as files join recordings on recordings.id = files.recording_id
    where files.file_id = new.file_id;
  return null;
end $$;
create trigger playback_counted after insert or update of bytes on playback_usage
  for each row execute function mark_playback();

create function mark_task() returns trigger language plpgsql as $$
begin
  perform mark_usage(new.sdk_app_id, kept_span(new.requested_at, new.stopped_at));
  return null;
end $$;
create trigger recording_tasks_changed after insert or update of task_id, state, requested_at, stopped_at
  on recording_tasks for each row execute function mark_task();
