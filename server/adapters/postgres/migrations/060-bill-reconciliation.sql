-- What the provider and its invoice say of an account's month, beside the ledger and never in it.
create table bill_months (
  month text primary key check (month ~ '^\d{4}-\d\d$'),
  usage_read_at timestamptz,
  invoice_read_at timestamptz,
  invoice_currency text,
  locked_at timestamptz,
  locked_by text,
  locked_by_role text,
  -- The comparison as it was when it was locked.
  kept jsonb,
  check ((locked_at is null) = (kept is null))
);

create table provider_usage (
  month text not null references bill_months,
  day date not null,
  measure text not null,
  -- Empty where a measure has no classes.
  class text not null,
  quantity numeric not null,
  primary key (day, measure, class)
);
create index provider_usage_by_month on provider_usage (month);

create table invoice_rows (
  month text not null references bill_months,
  -- A day, or the month for what the whole of it is charged.
  period text not null,
  charge text not null,
  amount numeric not null,
  primary key (month, period, charge)
);

-- A plan that a month is held against.
create table kept_estimates (
  sdk_app_id bigint not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  total numeric not null,
  currency text not null,
  book_id text not null,
  kept_at timestamptz not null,
  primary key (sdk_app_id, month)
);
