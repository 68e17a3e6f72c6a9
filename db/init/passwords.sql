-- Gives the logins their passwords, from the environment: no argument list and no log has them.
set log_min_error_statement = panic;
\set owner `printf %s "$RATES_OWNER_PASSWORD"`
\set api   `printf %s "$RATES_API_PASSWORD"`

alter role rates_owner password :'owner';
alter role rates_api   password :'api';
