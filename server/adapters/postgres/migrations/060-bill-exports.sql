-- Exports of bills: rows are the queue, and hold the file until it is forgotten.
create table bill_exports (
  id uuid primary key default gen_random_uuid(),
  sdk_app_id bigint not null,
  months text[] not null,
  format text not null,
  digits integer,
  book_id text,
  state text not null check (state in ('QUEUED', 'RUNNING', 'READY', 'FAILED', 'CANCELLED')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  finished_at timestamptz,
  error text,
  total numeric,
  content bytea
);
create index bill_exports_open on bill_exports (created_at) where state in ('QUEUED', 'RUNNING');

-- The months that are done.
create table bill_export_months (
  export_id uuid not null references bill_exports on delete cascade,
  month text not null,
  bill jsonb not null,
  primary key (export_id, month)
);
