-- Who asked for a withdrawal: any token may ask for any batch's. Locks batches for a moment, once the
-- uploads and promotions under way are through.
alter table public.batches add column withdrawn_by text;
comment on column public.batches.withdrawn_by is 'name of the token that asked for its withdrawal';
