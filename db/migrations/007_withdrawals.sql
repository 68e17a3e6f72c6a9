-- Withdrawals: since when one is asked for, and where in prices a batch's rows are. Locks batches for a
-- moment, once the uploads and promotions under way are through.
alter table public.batches
  add column withdrawal_requested_at timestamptz,
  add column first_place tid,
  add column last_place  tid;
create index batches_withdrawals on public.batches (withdrawal_requested_at)
  where state = 'promoted' and withdrawal_requested_at is not null;

comment on column public.batches.withdrawal_requested_at is 'when the withdrawal was asked for that is under way or was done; null where none was, or the last one was refused';
comment on column public.batches.first_place is 'the first place in prices that promotion wrote a row to; where they have moved since, all of prices is searched';
comment on column public.batches.last_place  is 'the last of them';
