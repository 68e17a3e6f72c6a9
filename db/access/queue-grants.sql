-- What each login may do with the job queue. Run by the owner after every change of pg-boss's schema;
-- safe to run again.
revoke all on all tables in schema pgboss from rates_api, rates_worker;
grant usage on schema pgboss to rates_api, rates_worker;

-- The API puts jobs in, for which it reads how each queue is set up and back which jobs were taken.
grant select on pgboss.version, pgboss.queue to rates_api;
grant select, insert on pgboss.job_common to rates_api;

-- A worker takes jobs out and tries them again. No table is granted as a whole that pg-boss reads SQL
-- from: migrate starts pg-boss as the owner, which executes what stands in bam.
grant select, insert, update, delete on pgboss.job, pgboss.job_common to rates_worker;
grant select, delete on pgboss.job_dependency to rates_worker;

-- It looks after the queues: when it last did, and how many jobs there were. Neither which table a
-- queue's jobs are in, nor which version the schema has.
grant select on pgboss.version, pgboss.queue to rates_worker;
grant update (cron_on, flow_on, reindex_on, monitor_backoff_on) on pgboss.version to rates_worker;
grant update (
  deferred_count, queued_count, ready_count, active_count, failed_count, total_count,
  created_delta, completed_delta, failed_delta, delta_on, delta_seconds, ready_history,
  singletons_active, monitor_claim_on, monitor_on, maintain_on
) on pgboss.queue to rates_worker;
