-- Applications made by a call of ours; those of the configuration are not here. The keys are told to nobody again.
create table applications (
  sdk_app_id bigint primary key,
  name text not null,
  kind text not null check (kind in ('legacy', 'task')),
  secret_key text not null,
  callback_key text not null,
  created_at timestamptz not null default now()
);

-- What an operator wants, and whether the cloud has taken it.
create table application_settings (
  sdk_app_id bigint primary key,
  settings jsonb not null,
  -- The vendor's console records this application by itself, as the operator says.
  declared_automatic boolean not null,
  -- Callbacks made before the cloud took another key are still signed with this one.
  former_callback_key text,
  changed_at timestamptz not null,
  applied_at timestamptz,
  failure text
);
