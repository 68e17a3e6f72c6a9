-- Counts every table, and leaves the counts in the variable rows, as JSON: {"public.prices": 56689}.
-- Partitions count each by itself, the tables that they are of not at all.
select string_agg(
         format('select %L as name, count(*) as rows from only %I.%I',
                nspname || '.' || relname, nspname, relname),
         ' union all '
       ) as counting
  from pg_class c
  join pg_namespace n on n.oid = relnamespace
 where relkind = 'r'
   and relpersistence <> 't'
   and nspname not in ('pg_catalog', 'information_schema')
\gset
select json_object_agg(name, rows order by name) as rows
  from (:counting) counted
\gset
