-- One mix from its beginning to its end; one of a user may go out in place of the user's own stream, and is then no push.
create table mixes (
  mix_id uuid primary key,
  sdk_app_id bigint not null,
  comm_id text not null,
  stream_id text not null,
  -- The user whose own call asked for it; null for a server's.
  user_id text,
  into_own_stream boolean not null,
  -- 0 × 0 for sound alone.
  width integer not null,
  height integer not null,
  run text not null,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index mixes_by_time on mixes (started_at);
create index mixes_open on mixes (run) where ended_at is null;

-- How long each mix ran in each minute, by what went into it together.
create table mix_usage (
  mix_id text not null,
  sdk_app_id bigint not null,
  -- A minute each.
  slot timestamptz not null,
  width integer not null,
  height integer not null,
  -- How many streams were heard or seen in it, and the area of those that were seen.
  inputs integer not null,
  input_pixels bigint not null,
  ms bigint not null,
  primary key (mix_id, slot, inputs, input_pixels)
);
create index mix_usage_by_slot on mix_usage (slot);

-- Mixes from before were counted from their pushes; what went into them is not known.
insert into mix_usage (mix_id, sdk_app_id, slot, width, height, inputs, input_pixels, ms)
select sequence, substring(event->>'path' from '^trtc_(\d+)$')::bigint, slot,
  (event->>'width')::integer, (event->>'height')::integer, 0, 0,
  (extract(epoch from least(slot + interval '1 minute', ended_at) - greatest(slot, started_at)) * 1000)::bigint
from pushes, generate_series(date_trunc('minute', started_at), ended_at, interval '1 minute') as slot
where event->>'streamParam' is null and event->>'path' ~ '^trtc_\d+$' and ended_at is not null
on conflict do nothing;
