-- Shows the rows of every table as the manifest has them and as they were found, and writes a line
-- for each that differs. Expects both as JSON in the variables wanted and found.
\pset footer off
\pset null none
create temp table compared as
  select name as "table", w.value::bigint as "rows in backup", f.value::bigint as "rows restored"
    from json_each_text(:'wanted') w (name, value)
    full join json_each_text(:'found') f (name, value) using (name);

table compared order by "table";

\pset format unaligned
\pset tuples_only on
\o /tmp/differences
select format('%s has %s rows in the backup and %s restored', "table",
              coalesce("rows in backup"::text, 'no'), coalesce("rows restored"::text, 'no'))
  from compared
 where "rows in backup" is distinct from "rows restored"
 order by "table";
