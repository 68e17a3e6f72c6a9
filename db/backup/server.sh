# What restore.sh and swap.sh ask of the running server first.
# shellcheck shell=sh

require_server() {
  sql -d postgres -c 'select' ||
    stop 'the database does not answer, for the reason above: docker compose up --wait db'
}

# Such names need no quotes anywhere.
require_database_name() {
  is_database_name "$1" ||
    stop "'$1' can't be the name of a database: small letters, digits and _, at most 63 of them"
}

is_database_name() {
  case $1 in '' | [!a-z_]* | *[!a-z0-9_]*) return 1 ;; esac
  [ "${#1}" -le 63 ]
}

exists() { sql -d postgres -c "select 1 from pg_database where datname = '$1'" | grep -q .; }

refuse_existing() {
  if exists "$1"; then
    stop "there is a database $1 already, and nothing is ever restored over one: name another"
  fi
}
