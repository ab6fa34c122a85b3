-- States are derived in one place (domain/recording); a list of them here would be a second one.
alter table recordings drop constraint recordings_state_check;
alter table recording_files drop constraint recording_files_state_check;

-- What people add to a recording, and what lists search, sort and count by; the latter follows every change of its files.
alter table recordings
  add column description text not null default '',
  add column tags text[] not null default '{}',
  add column name text not null default '',
  add column bytes bigint not null default 0,
  add column formats text[] not null default '{}',
  add column search_text text not null default '',
  -- Days to keep it after its end, of its own; 0 = for ever, null = by the application's policy.
  add column retention_days integer check (retention_days between 0 and 36500),
  -- The end for which a notice went out.
  add column noticed_expiry timestamptz;

create index recordings_by_duration on recordings (coalesce(duration_ms, -1), id);
create index recordings_by_bytes on recordings (bytes, id);
create index recordings_by_name on recordings (name collate "C", id);
create index recordings_by_tag on recordings using gin (tags);
create index recordings_by_stream on recordings (stream_id, started_at desc);

-- Text is looked for anywhere in a word: trigrams answer that by index. Where the cluster has no pg_trgm the same
-- statement reads the table instead.
do $$
begin
  if exists (select from pg_extension where extname = 'pg_trgm') then
    create index recordings_by_text on recordings using gin (search_text gin_trgm_ops);
  end if;
end
$$;

alter table recording_files
  add column sub_app_id bigint,
  -- From DescribeMediaInfos; null = never deleted by the provider, or not looked up yet (described_at is null).
  add column expires_at timestamptz,
  add column md5 text,
  add column cover_url text,
  add column sprite_vtt_url text,
  add column described_at timestamptz,
  -- Looked for in the library last, by the sweep for what was lost.
  add column swept_at timestamptz,
  add column trashed_at timestamptz,
  add column purge_at timestamptz,
  -- What ExpireTime was before the file went into the trash.
  add column former_expires_at timestamptz,
  add column delivered_path text,
  add column gone_because text;
create index recording_files_to_purge on recording_files (purge_at) where state = 'TRASHED';
create index recording_files_to_sweep on recording_files (swept_at nulls first) where state = 'READY';
