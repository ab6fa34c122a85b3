-- A hold that is being put on (no held_at yet), that stands, or that stood. It protects from the moment it is asked for,
-- so that nothing is deleted while the provider is being told; it is said to stand only once the provider has confirmed.
create table legal_holds (
  id uuid primary key,
  sdk_app_id bigint not null,
  kind text not null check (kind in ('recording', 'room', 'user')),
  -- The id of the recording or the room, or the user's name.
  target text not null,
  reason text not null,
  held_by text not null,
  asked_at timestamptz not null,
  held_at timestamptz,
  released_at timestamptz
);
create unique index legal_holds_unreleased on legal_holds (kind, target, sdk_app_id) where released_at is null;

alter table recording_files
  -- ExpireTime was set to never for a hold.
  add column held_at timestamptz,
  -- {trash, hold}: the ExpireTime (null = never) that was found before it was changed for that.
  add column expiry_before jsonb not null default '{}';

-- The holds over a recording: its own, its room's and its user's. One place says it for lists, deletion, retention and
-- the purge.
create function holds_over(recording recordings) returns setof legal_holds language sql stable as $$
  select hold.* from legal_holds as hold
  where hold.released_at is null and (
    (hold.kind = 'recording' and hold.target = recording.id::text)
    or (hold.kind = 'room' and hold.target = recording.room_id::text)
    or (hold.kind = 'user' and hold.target = recording.user_id and hold.sdk_app_id = recording.sdk_app_id))
$$;
create function is_protected(recording recordings) returns boolean language sql stable as $$
  select exists (select from holds_over(recording))
$$;
create function is_held(recording recordings) returns boolean language sql stable as $$
  select exists (select from holds_over(recording) as hold where hold.held_at is not null)
$$;
