# A database server inside this container, for this one rehearsal: on the volume that Docker makes for
# the container and discards with it. Part of rehearse.sh.
# shellcheck shell=sh disable=SC2154

cluster=/var/lib/postgresql/data/scratch

# Unpacked it is as large as the original was, at times a little larger, and its log comes on top.
require_room() {
  needed=$(($1 * 13 / 10 + 200000000)) free=$(bytes_free "${cluster%/*}")
  if [ "$free" -lt "$needed" ]; then
    stop "no room to rehearse: it needs $(in_megabytes "$needed"), and Docker's volumes have" \
      "$(in_megabytes "$free"): make room, then rehearse again. Nothing is known of the backup yet"
  fi
}

# Nothing of it is to last, so it never waits for the disk; only this container reaches its socket.
start_scratch() {
  export PGHOST=/tmp PGUSER=postgres
  {
    initdb --pgdata "$cluster" --username postgres --auth trust --no-sync &&
      pg_ctl start --silent --wait --pgdata "$cluster" --log "$cluster.log" --options \
        "-c listen_addresses='' -c unix_socket_directories=/tmp -c fsync=off -c full_page_writes=off
         -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c max_connections=10
         -c maintenance_work_mem=64MB -c max_parallel_maintenance_workers=0"
  } >/tmp/scratch-start 2>&1 || {
    cat /tmp/scratch-start "$cluster.log" >&2 2>/dev/null
    stop 'the scratch server did not start, for the reason above; nothing is known of the backup yet'
  }
}

stop_scratch() { pg_ctl stop --silent --mode immediate --pgdata "$cluster" 2>/dev/null || true; }

# Those of the service come with what they may do; others only so that something can be theirs.
make_roles() {
  sql -d postgres -f /rates/access/roles.sql
  sql -d postgres -v roles="$(manifest_value "$1" roles)" <<'END'
select format('create role %I', name)
  from json_array_elements_text(coalesce(nullif(:'roles', ''), '[]')::json) name
 where not exists (select from pg_roles where rolname = name)
\gexec
END
}
