-- What a month is metered from, kept narrow and in the order of time by the same write, so that it is read in blocks of an index
-- without the wide rows of recordings and without their streams.
create table channel_usage (
  recording_id uuid primary key references recordings on delete cascade,
  sdk_app_id bigint not null,
  -- When its first channel began.
  from_ms bigint not null,
  numbers bytea not null
);

-- Each channel as four numbers of eight bytes: its beginning, its end or -1 while it runs, and its picture's width and height, or -1
-- where it is sound alone or its picture is not known. A recording without a stream of its own has the picture of the one that it
-- is a duplicate of.
drop function channel_numbers cascade;
create function channel_numbers(channels jsonb, width integer, height integer) returns bytea language plpgsql immutable parallel safe as $$
declare
  numbers bytea := '';
  channel jsonb;
  has_picture boolean;
begin
  for number in 0 .. jsonb_array_length(channels) - 1 loop
    channel := channels -> number;
    has_picture := channel ->> 'format' is distinct from 'aac' and width is not null and height is not null;
    numbers := numbers || int8send((channel ->> 'startMs')::bigint) || int8send(coalesce((channel ->> 'endMs')::bigint, -1)) ||
      int8send(case when has_picture then width else -1 end) || int8send(case when has_picture then height else -1 end);
  end loop;
  return numbers;
end $$;

insert into channel_usage (recording_id, sdk_app_id, from_ms, numbers)
  select recordings.id, recordings.sdk_app_id, lower(used), channel_numbers(channels, width, height)
  from recordings left join streams on streams.id = case when has_stream then recordings.id else duplicate_of end
  where not isempty(used) order by lower(used);
create index channel_usage_by_start on channel_usage (sdk_app_id, from_ms);

create function keep_channel_usage(changed recordings) returns void language plpgsql as $$
begin
  if isempty(changed.used) then
    delete from channel_usage where recording_id = changed.id;
    return;
  end if;
  insert into channel_usage (recording_id, sdk_app_id, from_ms, numbers)
    select changed.id, changed.sdk_app_id, lower(changed.used), channel_numbers(changed.channels, width, height)
    from (select) as one left join streams on streams.id = case when changed.has_stream then changed.id else changed.duplicate_of end
    on conflict (recording_id) do update set from_ms = excluded.from_ms, numbers = excluded.numbers;
end $$;

create function keep_usage_of_recording() returns trigger language plpgsql as $$
begin
  perform keep_channel_usage(new);
  return null;
end $$;
create trigger recordings_made_usage after insert on recordings for each row execute function keep_usage_of_recording();
create trigger recordings_changed_usage after update on recordings for each row
  when ((old.channels, old.has_stream, old.duplicate_of) is distinct from (new.channels, new.has_stream, new.duplicate_of))
  execute function keep_usage_of_recording();

create function keep_usage_of_stream() returns trigger language plpgsql as $$
begin
  perform keep_channel_usage(recordings) from recordings where id = new.id or duplicate_of = new.id;
  return null;
end $$;
create trigger streams_made_usage after insert on streams for each row execute function keep_usage_of_stream();
create trigger streams_changed_usage after update on streams for each row
  when ((old.width, old.height) is distinct from (new.width, new.height)) execute function keep_usage_of_stream();

-- Whose a file is, so that storage is metered from files alone.
alter table recording_files add column sdk_app_id bigint;
update recording_files set sdk_app_id = recordings.sdk_app_id from recordings where recordings.id = recording_id;
alter table recording_files alter column sdk_app_id set not null;
drop index recording_files_by_deleted;
create index recording_files_by_deleted on recording_files (sdk_app_id, deleted_at) where deleted_at is not null;
create index recording_files_by_application on recording_files (sdk_app_id, created_at);
