-- Makes a database as an archive has it: expects its name in the variable database, and what the
-- archive says in a file. Until restore.sh renames it only superusers connect to it: whoever else came
-- before its rights are there could make objects in it.
\set create `sed -n '/^CREATE DATABASE /{s/;$/ CONNECTION LIMIT = 0;/p;q}' /tmp/database-statements`
-- The first such line: a later one is somebody's text.
\set properties `sed '0,/^CREATE DATABASE /{//d}' /tmp/database-statements`
select :'create'
\gexec
begin;
alter database :"database" connection limit -1;
select :'properties'
\gexec
\o /tmp/connection-limit
select datconnlimit from pg_database where datname = :'database';
\o /dev/null
alter database :"database" connection limit 0;
commit;
