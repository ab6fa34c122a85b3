-- What an application may cost in a month of UTC+8, and what was told of it.
create table budgets (
  id uuid primary key,
  sdk_app_id bigint not null,
  name text not null,
  amount numeric not null check (amount > 0),
  thresholds jsonb not null,
  take_away text,
  set_by text not null,
  set_at timestamptz not null,
  -- As it was last looked at; null before.
  month text check (month ~ '^\d{4}-\d\d$'),
  spent numeric,
  forecast numeric,
  looked_at timestamptz,
  unique (sdk_app_id, name)
);

-- Each threshold is told once in a month, whoever looks and however often.
create table budget_crossings (
  budget_id uuid not null references budgets on delete cascade,
  month text not null,
  percent integer not null,
  basis text not null,
  crossed_at timestamptz not null,
  primary key (budget_id, month, percent, basis)
);
