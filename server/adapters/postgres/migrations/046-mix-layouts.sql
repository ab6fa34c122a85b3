-- How a mix looks and sounds, and the layout that was asked for and is not in effect yet. Mixes from before have neither:
-- their layout cannot be changed, since the vendor wants the whole form with every change.
alter table mixes
  add column form jsonb,
  add column next_layout jsonb,
  add column layout_state text not null default 'APPLIED'
    check (layout_state in ('APPLIED', 'REQUESTED', 'UNCONFIRMED')),
  add column layout_requested_at timestamptz;
