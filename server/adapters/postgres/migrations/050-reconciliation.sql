-- Until when what the provider lists was looked at, so that an outage of ours is made up for, or told as unrecoverable.
create table reconciliations (
  sdk_app_id bigint not null,
  source text not null,
  looked_until timestamptz not null,
  primary key (sdk_app_id, source)
);
create index inbox_late on inbox (received_at) where applied_at is null and not trusted;
