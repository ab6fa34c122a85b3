-- How long an application's recordings are kept after their end; with a tag, those that carry it. Of several that fit a
-- recording the longest counts; 0 = for ever.
create table retention_policies (
  id uuid primary key,
  sdk_app_id bigint not null,
  tag text not null default '',
  days integer not null check (days between 0 and 36500),
  changed_by text not null,
  changed_at timestamptz not null,
  unique (sdk_app_id, tag)
);

-- When a recording goes: its end and the days of its own, else of the policies. Null = never.
create function retention_end(recording recordings) returns timestamptz language sql stable as $$
  select case when days > 0 then recording.ended_at + make_interval(days => days) end
  from (
    select coalesce(recording.retention_days, (
      select case when min(policy.days) = 0 then 0 else max(policy.days) end
      from retention_policies as policy
      where policy.sdk_app_id = recording.sdk_app_id
        and (case when policy.tag = '' then not exists (
            select from retention_policies as tagged
            where tagged.sdk_app_id = recording.sdk_app_id and tagged.tag = any(recording.tags))
          else policy.tag = any(recording.tags) end))) as days) as chosen
$$;
