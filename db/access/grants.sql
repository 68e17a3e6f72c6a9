-- What each login may do. Run by the owner after every migration; safe to run again.
revoke create on schema public from public;
revoke all on all tables in schema public, ops from rates_api, rates_worker;
grant usage on schema public, ops to rates_api, rates_worker;

-- The API answers from the rollup, checks tokens, and takes in batches.
grant select on public.routes, public.rollup, public.ports to rates_api;
grant select on ops.dump, ops.migration_checksums, ops.data_version, ops.tokens to rates_api;
grant select, insert, update, delete on ops.readers to rates_api;
grant select, insert, update (reason, withdrawal_requested_at) on public.batches to rates_api;
grant usage on sequence public.batches_id_seq to rates_api;
grant insert on public.staging to rates_api;

-- A worker moves rows from staging to prices and back out, and writes down what became of a batch.
grant select, delete on public.staging to rates_worker;
grant select, insert, delete on public.prices to rates_worker;
grant select, update on public.batches to rates_worker;
grant select on ops.data_version, ops.dump, ops.migration_checksums to rates_worker;
