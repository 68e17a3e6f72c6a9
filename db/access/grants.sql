-- What the API's login may read. Run by the owner after every migration; safe to run again.
revoke all on all tables in schema public, ops from rates_api;

grant usage on schema public, ops to rates_api;
grant select on public.prices to rates_api;
grant select on ops.dump, ops.migration_checksums to rates_api;
