-- What was recorded has the picture of its stream, or of the stream that it is a duplicate of. The vendor tells of no stream where a
-- task records, nor always of its size: there the largest picture among the files stands for it.
create function picture_of(recording recordings) returns table (width integer, height integer) language sql stable as $$
  select coalesce(stream.width, file.width), coalesce(stream.height, file.height)
  from (select) as one
  left join streams as stream
    on stream.id = case when recording.has_stream then recording.id else recording.duplicate_of end
    and stream.width is not null and stream.height is not null
  left join lateral (
    select files.width, files.height from recording_files as files
    where files.recording_id = recording.id and files.width is not null and files.height is not null
    order by files.width * files.height desc limit 1
  ) as file on stream.id is null
$$;

create or replace function keep_channel_usage(changed recordings) returns void language plpgsql as $$
begin
  if isempty(changed.used) then
    delete from channel_usage where recording_id = changed.id;
    return;
  end if;
  insert into channel_usage (recording_id, sdk_app_id, from_ms, numbers)
    select changed.id, changed.sdk_app_id, lower(changed.used), channel_numbers(changed.channels, picture.width, picture.height)
    from picture_of(changed) as picture
    on conflict (recording_id) do update set from_ms = excluded.from_ms, numbers = excluded.numbers;
end $$;

create function keep_usage_of_file() returns trigger language plpgsql as $$
begin
  update channel_usage set numbers = channel_numbers(channels, picture.width, picture.height)
    from recordings cross join lateral picture_of(recordings) as picture
    where recordings.id = new.recording_id and recording_id = recordings.id
      and numbers <> channel_numbers(channels, picture.width, picture.height);
  if found then
    perform mark_usage(sdk_app_id, used) from recordings where id = new.recording_id;
  end if;
  return null;
end $$;
create trigger recording_files_made_usage after insert on recording_files for each row
  when (new.width is not null and new.height is not null) execute function keep_usage_of_file();
create trigger recording_files_changed_usage after update on recording_files for each row
  when ((old.width, old.height, old.recording_id) is distinct from (new.width, new.height, new.recording_id))
  execute function keep_usage_of_file();

-- Nobody tells when a stream of a task begins to be recorded: its files do. What was metered as sound until now is metered again.
update recordings set channels = kept.channels
  from (
    select recording_id, jsonb_agg(jsonb_build_object('format', format, 'startMs', epoch_ms(started_at),
      'endMs', greatest(epoch_ms(started_at), epoch_ms(ended_at))) order by started_at, format) as channels
    from recording_files group by recording_id
  ) as kept
  where kept.recording_id = recordings.id and task_id is not null and recordings.channels = '[]';
with mended as (
  update channel_usage set numbers = channel_numbers(channels, picture.width, picture.height)
  from recordings cross join lateral picture_of(recordings) as picture
  where recording_id = recordings.id and numbers <> channel_numbers(channels, picture.width, picture.height)
  returning recordings.sdk_app_id, recordings.used
)
select mark_usage(sdk_app_id, used) from mended;
