#!/bin/sh
# Loads the dump at the container's first start: all of it, verified and marked, or nothing.
# The image runs it once, in an empty cluster, with a server that listens on its socket only.
set -eu

dump=/rates.dump
home=${PGDATA%/*}
errors=/tmp/psql-errors
complaints=/tmp/decoder-complaints
export TORN=/tmp/decoder-failed

# shellcheck source=db/init/format.sh
. /rates/init/format.sh
# shellcheck source=db/init/failure.sh
. /rates/init/failure.sh

main() {
  trap 'last_words $?' EXIT
  trap 'exit 130' INT TERM
  refuse_unusable
  look_inside

  started=$(date +%s%N)
  sha256=$(sha256sum <"$dump" | cut -c 1-64)
  bytes=$(stat -c %s "$dump")
  stamp=$(stat -c '%s %Y' "$dump")
  say "loading $RATES_DUMP ($format, $(with_commas "$bytes") bytes)"

  make_logins
  if ! { load && counts=$(count); }; then explain; fi
  end_first_start
  say "loaded $counts from $RATES_DUMP in $(seconds_since "$started") s"
}

refuse_unusable() {
  if [ -d "$dump" ]; then refuse 'is a directory, not a file'; fi
  if [ ! -r "$dump" ]; then refuse "can't be read by user 999, the database's (chmod a+r)"; fi
  if [ ! -s "$dump" ]; then refuse 'is empty'; fi
}

make_logins() {
  psql -Xq -v ON_ERROR_STOP=1 -U postgres -d "$POSTGRES_DB" \
    -f /rates/access/roles.sql -f /rates/init/passwords.sql
}

# A decoder that fails leaves $TORN behind, and load.sql commits only where there is none.
load() {
  rm -f "$TORN" "$complaints"
  { unpack || torn $?; } <"$dump" 2>>"$complaints" |
    { to_sql || torn $?; } 2>>"$complaints" |
    { only_sql || torn $?; } 2>>"$complaints" |
    as_owner -v sha256="$sha256" -v bytes="$bytes" -f /rates/init/load.sql 2>"$errors" &&
    [ ! -e "$TORN" ]
}

# Status 141 says only that psql stopped reading, at an error of its own.
torn() {
  if [ "$1" -ne 141 ]; then { tail -n 1 "$complaints" && echo "exit code $1"; } >>"$TORN"; fi
}

# Asked on a new connection, which sees only what was committed; no marker, no answer.
count() {
  as_owner -At 2>>"$errors" <<'END' | grep .
select format('%s prices, %s ports, %s regions',
              to_char(prices, 'FM999,999,999,990'), ports, regions)
  from ops.dump
END
}

# The mark goes last and only once everything else is on the disk: a power cut can't fool start.sh.
end_first_start() {
  echo "$sha256 $stamp" >"$home/loaded-dump"
  sync --file-system "$home"
  rm "$home/first-start-unfinished"
  sync "$home"
}

as_owner() { psql -Xq -v ON_ERROR_STOP=1 -U rates_owner -d "$POSTGRES_DB" "$@"; }
with_commas() { LC_ALL=en_US.utf8 numfmt --grouping "$1"; }
seconds_since() {
  LC_ALL=C numfmt --format %.1f --to-unit 1000000000 $(($(date +%s%N) - $1))
}

main
