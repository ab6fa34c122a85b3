-- What an operator has set: applications, and the live service's templates and rules. Small, read whole at each start.
create table settings_documents (
  kind text not null check (kind in
    ('application', 'record-template', 'record-rule', 'callback-template', 'callback-rule')),
  key text not null,
  body jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (kind, key)
);

-- Where a callback goes is asked when it is sent; null is the application of the engine's configuration.
alter table callbacks add column sdk_app_id bigint;
