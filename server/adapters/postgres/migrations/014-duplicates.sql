-- The earlier recording of the same stream at the same time; both are charged.
alter table recordings add column duplicate_of uuid references recordings on delete set null;
alter table recordings add column told_duplicate boolean not null default false;
create index recordings_by_duplicate on recordings (duplicate_of) where duplicate_of is not null;
