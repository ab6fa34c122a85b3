-- Every object that makes up a file: one, or a playlist with its segments, and the pictures made of it.
create table media_objects (
  file_id text not null references media_files,
  name text not null,
  bytes bigint not null check (bytes >= 0),
  -- Hexadecimal, of the bytes as they were when the file was finished.
  sha256 text not null,
  md5 text not null,
  -- When it was seen at the destination with this checksum.
  moved_at timestamptz,
  primary key (file_id, name)
);

alter table media_files
  -- Of the file itself, or of the playlist: its segments have their own.
  add column sha256 text,
  add column md5 text,
  add column checked_at timestamptz,
  add column check_attempts integer not null default 0,
  add column check_next_at timestamptz not null default now(),
  -- Where the bytes lie once all of them were seen there, as `s3://bucket/prefix`; null is the media folder.
  add column destination text,
  add column move_begun_at timestamptz,
  add column move_attempts integer not null default 0,
  add column move_next_at timestamptz not null default now(),
  add column move_error text,
  add column local_removed_at timestamptz;
create index media_files_to_check on media_files (check_next_at) where checked_at is null and deleted_at is null;
create index media_files_to_move on media_files (move_next_at)
  where destination is null and checked_at is not null and deleted_at is null;
create index media_files_to_clear on media_files (file_id) where destination is not null and local_removed_at is null;
