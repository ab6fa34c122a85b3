-- Who may be recorded: every answer as it was given, never changed. An answer counts from `at` on.
create table consent_log (
  position bigint generated always as identity primary key,
  id uuid not null unique,
  sdk_app_id bigint not null,
  -- Null: in every room.
  room_kind text check (room_kind in ('int', 'string')),
  room_name text,
  -- Null: the application's default.
  user_id text,
  allowed boolean not null,
  evidence text,
  evidence_sha256 text,
  principal text not null,
  at timestamptz not null
);
create index consent_log_by_time on consent_log (sdk_app_id, at desc, id desc);
create index consent_log_by_user on consent_log (sdk_app_id, user_id, at desc);

-- What the provider made of it. The last row of an answer counts; it is sent again until one says APPLIED.
create table consent_outcomes (
  position bigint generated always as identity primary key,
  consent_id uuid not null references consent_log (id),
  outcome text not null check (outcome in ('APPLIED', 'UNCONFIRMED', 'REFUSED')),
  failure text,
  at timestamptz not null default now()
);
create index consent_outcomes_by_consent on consent_outcomes (consent_id, position desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the table % only grows', tg_table_name;
end
$$;
create trigger consent_log_grows before update or delete or truncate on consent_log
  for each statement execute function refuse_change();
create trigger consent_outcomes_grow before update or delete or truncate on consent_outcomes
  for each statement execute function refuse_change();
