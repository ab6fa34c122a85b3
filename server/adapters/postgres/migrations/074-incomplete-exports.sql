-- Months of a finished export in which something used has no price; null until it is ready, and of those finished before.
alter table bill_exports add column incomplete_months text[];

-- Months that were kept did not say whether they are complete: they are made again.
delete from bill_export_months;
