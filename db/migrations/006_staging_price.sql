-- A second wall behind the reader of batches. Only new rows are checked: those that wait came through
-- the first, and reading them all would keep writers out. Locks staging for a moment, once the uploads
-- and promotions under way are through.
alter table public.staging add constraint staging_price check (price > 0) not valid;
