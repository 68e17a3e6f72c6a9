-- One snapshot, twice: pg_dump writes it down while this session holds it, then its rows are counted.
-- Prints the part of the manifest that only the database knows. dump.sh sets the environment.

-- Locks come before the snapshot, so that no table is rewritten between the two. They are those of
-- any reader. Behind a migration that is under way they wait this long, and then the dump fails; a
-- migration that comes later waits for the dump's end, and readers of its tables wait behind it.
set lock_timeout = '30s';
select string_agg(format('%I.%I', nspname, relname), ', ') as tables
  from pg_class c
  join pg_namespace n on n.oid = relnamespace
 where relkind in ('r', 'p')
   and relpersistence <> 't'
   and nspname not in ('pg_catalog', 'information_schema')
\gset
begin isolation level repeatable read read only;
lock table :tables in access share mode;
select pg_export_snapshot() as snapshot
\gset
\setenv SNAPSHOT :snapshot

\set dumped `sh /rates/backup/write-dump.sh`

\if :dumped
\ir counts.sql
select format('  "databaseBytes": %s,', pg_database_size(current_database()));
select format('  "roles": %s,', json_agg(rolname order by rolname))
  from pg_roles
 where oid >= 16384;
select format('  "rows": %s', :'rows');
\endif
commit;
