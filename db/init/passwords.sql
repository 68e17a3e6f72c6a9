-- Gives the logins their passwords, from the environment: no argument list and no log has them.
set log_min_error_statement = panic;
\set owner `printf %s "$RATES_OWNER_PASSWORD"`
\set api `printf %s "$RATES_API_PASSWORD"`
\set worker `printf %s "$RATES_WORKER_PASSWORD"`

alter role rates_owner password :'owner';
alter role rates_api password :'api';
alter role rates_worker password :'worker';
