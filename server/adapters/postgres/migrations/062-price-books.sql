-- Books that were imported: as they came, and as they were read, so that no later release reads one otherwise.
create table price_books (
  number bigint generated always as identity unique,
  id text primary key,
  source_text text not null,
  book jsonb not null,
  imported_at timestamptz not null,
  imported_by text not null
);

-- What an application, or with null every one, is billed by from a month on. The newest row of the newest month holds.
create table billing_terms (
  number bigint generated always as identity primary key,
  sdk_app_id bigint,
  from_month text not null check (from_month ~ '^\d{4}-\d\d$'),
  book_id text,
  use_free_minutes boolean not null,
  -- [{package, left}]
  balances jsonb not null,
  set_at timestamptz not null,
  set_by text not null
);

create function keep_as_billed() returns trigger language plpgsql as $$
begin
  raise exception '% keeps what was billed by it', tg_table_name;
end $$;
create trigger price_books_stay before update or delete on price_books for each row execute function keep_as_billed();
create trigger billing_terms_stay before update or delete on billing_terms for each row execute function keep_as_billed();
