-- When a mix was last told to stop, while it is not known what became of that: the intent is stored before the vendor is called.
alter table mixes add column stop_requested_at timestamptz;
