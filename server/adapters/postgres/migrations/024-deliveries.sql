-- "Download and delete": files of these formats are fetched to a folder of ours and then deleted from the media library.
create table delivery_policies (
  sdk_app_id bigint primary key,
  formats text[] not null,
  -- Below the delivery folder of the configuration.
  folder text not null,
  changed_by text not null,
  changed_at timestamptz not null
);

-- A file whose delivery failed, and when it is tried again. A file that was delivered is DELIVERED.
create table delivery_attempts (
  file_id text primary key,
  attempts integer not null,
  next_attempt_at timestamptz not null,
  last_error text not null
);
