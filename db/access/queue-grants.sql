-- What each login may do with the job queue. Run by the owner after every change of pg-boss's schema;
-- safe to run again.
revoke all on all tables in schema pgboss from rates_api, rates_worker;
grant usage on schema pgboss to rates_api, rates_worker;

-- The API puts jobs in, for which it reads how each queue is set up and back which jobs were taken.
grant select on pgboss.version, pgboss.queue to rates_api;
grant select, insert on pgboss.job_common to rates_api;

-- A worker takes jobs out, tries them again, and looks after the queues.
grant select, insert, update, delete on all tables in schema pgboss to rates_worker;
