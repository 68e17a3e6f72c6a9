-- Batches are found by state and by data version, so that lists and counts of them stay as quick as
-- they are when there are many. Locks out writers of batches while it builds: 0.3 s for 200,000.
create index batches_state on public.batches (state, id);
create index batches_data_version on public.batches (data_version) where data_version is not null;

comment on column public.batches.reason is 'why promotion failed for good, or why the last withdrawal that was asked for was refused';
