-- What viewers of each live stream took, as the provider counts it by the minute.
create table relay_usage (
  sdk_app_id bigint not null,
  stream_id text not null,
  slot_start timestamptz not null,
  bytes bigint not null,
  primary key (sdk_app_id, slot_start, stream_id)
);

create function mark_relay() returns trigger language plpgsql as $$
begin
  perform mark_usage(new.sdk_app_id, int8range(epoch_ms(new.slot_start), epoch_ms(new.slot_start) + 1));
  return null;
end $$;
create trigger relay_counted after insert or update of bytes on relay_usage
  for each row execute function mark_relay();
