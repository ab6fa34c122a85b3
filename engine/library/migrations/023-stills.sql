-- Pictures made of a file: a cover, and sprites of small ones for scrubbing.
alter table media_files
  add column stills_state text not null default 'none' check (stills_state in ('waiting', 'made', 'none', 'failed')),
  -- What was made, as engine/library/stills-store.ts describes it.
  add column stills jsonb,
  add column stills_bytes bigint not null default 0;
-- Files from before have none.
alter table media_files alter column stills_state set default 'waiting';
create index media_files_without_stills on media_files (created_at) where stills_state = 'waiting' and deleted_at is null;
