-- Both names change at once, or none does. Expects the variables database and keep.
begin;
set local lock_timeout = '10s';
alter database rates rename to :"keep";
alter database :"database" rename to rates;
commit;
