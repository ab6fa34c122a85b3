-- Bytes of live streams that left the engine: to viewers, and to addresses that a stream was pushed to.
create table relay_traffic (
  sdk_app_id bigint not null,
  stream_id text not null,
  -- `play` or `push`.
  way text not null,
  -- A minute each.
  slot timestamptz not null,
  bytes bigint not null,
  requests integer not null,
  primary key (sdk_app_id, stream_id, way, slot)
);
create index relay_traffic_by_slot on relay_traffic (slot);
