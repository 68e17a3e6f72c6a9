-- Ends every session of both databases, again and again until it is ended itself.
select pg_terminate_backend(pid)
  from pg_stat_activity
 where datname in ('rates', :'database')
   and pid <> pg_backend_pid()
\watch 0.2
