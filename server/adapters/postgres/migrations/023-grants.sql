-- A right to play one file: what its address carries as `us`, so that access logs name it. `named` ones were asked for by
-- themselves and can be renewed; the others come with an address in a list and are shared by its repetitions.
create table playback_grants (
  id text primary key,
  sdk_app_id bigint not null,
  recording_id uuid not null,
  file_id text not null,
  principal text not null,
  role text not null,
  key_fingerprint text not null,
  named boolean not null,
  viewer text,
  preview_seconds integer,
  max_addresses integer,
  download boolean not null,
  created_at timestamptz not null,
  -- The latest expiry of an address that carries it.
  expires_at timestamptz not null,
  revoked_at timestamptz,
  -- The provider was told to refuse it; null where it could not be, or not yet.
  revocation_told_at timestamptz
);
create index playback_grants_reused on playback_grants (principal, file_id, created_at desc) where not named;
create index playback_grants_by_recording on playback_grants (recording_id, created_at desc, id desc);
create index playback_grants_by_time on playback_grants (created_at desc, id desc);

-- Access logs that were read to their end.
create table access_logs_read (
  name text primary key,
  read_at timestamptz not null default now()
);
