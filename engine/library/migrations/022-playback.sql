-- Grants (`us` of the hotlink signature) that were taken back; every address that carries one is closed.
create table revoked_grants (
  us text primary key,
  revoked_at timestamptz not null default now()
);

-- The client addresses that have played by a grant which limits them.
create table grant_addresses (
  us text not null,
  address text not null,
  first_at timestamptz not null default now(),
  -- When the grant itself ends, and this may be forgotten.
  expires_at timestamptz not null,
  primary key (us, address)
);
create index grant_addresses_by_end on grant_addresses (expires_at);

-- Every request for media, served or refused.
create table access_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  sub_app_id bigint not null,
  file_id text not null,
  us text,
  client text not null,
  method text not null,
  -- Path and query, the signature itself left out.
  address text not null,
  status integer not null,
  bytes bigint not null,
  took_ms integer not null,
  byte_range text,
  referer text,
  user_agent text,
  is_play boolean not null
);
create index access_log_by_time on access_log (sub_app_id, at);
create index access_log_by_grant on access_log (us, at) where us is not null;
