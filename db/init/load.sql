-- One transaction: the dump's own SQL from standard input, then the checks that leave the marker.
begin;

select set_config('rates.dump_sha256', :'sha256', true),
       set_config('rates.dump_bytes', :'bytes', true)
\g /dev/null
\ir prepare.sql

-- To psql a file that ends within COPY just ends the data; verify.sql tells the difference.
\o /dev/null
\i -
\o
\ir verify.sql

-- What a decoder could not read to its end is not committed, however whole it looks.
\set whole `test -e "$TORN" && echo false || echo true`
\if :whole
commit;
\endif
