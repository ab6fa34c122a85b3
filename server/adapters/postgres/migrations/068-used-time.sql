-- From the first channel to the last one's end, kept beside them: metering a month asks it of every recording, and what PostgreSQL
-- knows of a column tells it to read streams in one go instead of each by itself.
-- Each channel as three numbers of eight bytes too: its beginning, its end or -1 while it runs, and 1 for sound alone. Taking
-- channels apart is most of what reading a month would cost.
create function channel_numbers(channels jsonb) returns bytea language plpgsql immutable parallel safe as $$
declare
  numbers bytea := '';
  channel jsonb;
begin
  for number in 0 .. jsonb_array_length(channels) - 1 loop
    channel := channels -> number;
    numbers := numbers || int8send((channel ->> 'startMs')::bigint) ||
      int8send(coalesce((channel ->> 'endMs')::bigint, -1)) || int8send((channel ->> 'format' = 'aac')::int::bigint);
  end loop;
  return numbers;
end $$;
alter table recordings
  add column used int8range generated always as (channels_span(channels)) stored,
  add column channel_numbers bytea generated always as (channel_numbers(channels)) stored;
drop index recordings_by_use;
create index recordings_by_use on recordings using gist (used);
