-- The logins of the service and what each may touch. Run by the superuser in the service's
-- database, before the dump is loaded; safe to run again. Passwords are set elsewhere, never here.

-- Owns the data, loads the dump, migrates. Not a superuser: a dump can't leave its database.
do $$
begin
  if not exists (select from pg_roles where rolname = 'rates_owner') then
    create role rates_owner;
  end if;
  if not exists (select from pg_roles where rolname = 'rates_api') then
    create role rates_api;
  end if;
  if not exists (select from pg_roles where rolname = 'rates_worker') then
    create role rates_worker;
  end if;
end $$;

alter role rates_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

-- The API's login may do what grants.sql lists. Read-only as a second wall behind the grants: a
-- transaction that takes in a batch says that it writes.
alter role rates_api login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role rates_api set default_transaction_read_only = on;

-- The workers' login promotes and withdraws batches.
alter role rates_worker login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

-- A login that is taken over can't take all connections, nor fill the disk.
alter role rates_api connection limit 60;
alter role rates_worker connection limit 30;
alter role rates_api set temp_file_limit = '256MB';
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea),
  lo_put(oid, bigint, bytea) from public;

-- Nobody connects to this database, or makes objects in it, by default.
do $$
begin
  execute format('alter database %I owner to rates_owner', current_database());
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to rates_api, rates_worker', current_database());
end $$;

-- Nor to the server's own two, where everybody may by default.
revoke all on database postgres, template1 from public;

alter schema public owner to rates_owner;
revoke create on schema public from public;

create schema if not exists ops authorization rates_owner;
comment on schema ops is 'what the service knows about itself: the loaded dump, its migrations';
