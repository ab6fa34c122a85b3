-- What a provider that counts mixes tells of one: there may be no command of ours behind it.
alter table mixes
  alter column record_id drop not null,
  -- The user whose own call asked for it; null for a server's.
  add column asked_by text,
  -- It goes out in place of that user's stream and is no stream itself.
  add column into_own_stream boolean not null default false,
  add column provider_mix_id text unique,
  -- From its first moment to its last, as the provider counts; both null where it does not.
  add column began_at timestamptz,
  add column over_at timestamptz;
create index mixes_by_time on mixes (sdk_app_id, began_at);

-- How long a mix ran in each minute with so many streams of such an area going in.
create table mix_usage (
  mix_id uuid not null references mixes on delete cascade,
  slot_start timestamptz not null,
  inputs integer not null,
  input_pixels bigint not null,
  ms bigint not null,
  primary key (mix_id, slot_start, inputs, input_pixels)
);
create index mix_usage_by_slot on mix_usage (slot_start);

create function mark_mixed() returns trigger language plpgsql as $$
begin
  perform mark_usage(sdk_app_id, int8range(epoch_ms(new.slot_start), epoch_ms(new.slot_start) + 60000))
    from mixes where id = new.mix_id;
  return null;
end $$;
create trigger mix_counted after insert or update of ms on mix_usage for each row execute function mark_mixed();

create function mark_counted_mix() returns trigger language plpgsql as $$
begin
  -- What its stream said of it until now no longer counts.
  perform mark_usage(streams.sdk_app_id, kept_span(streams.started_at, streams.ended_at)) from streams
    where streams.room_id = new.room_id and streams.stream_id = new.stream_id;
  perform mark_usage(new.sdk_app_id, kept_span(new.began_at, new.over_at));
  return null;
end $$;
create trigger mixes_counted after insert or update of began_at on mixes
  for each row when (new.began_at is not null) execute function mark_counted_mix();
