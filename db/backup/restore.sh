#!/bin/sh
# Restores a backup into a new database of the running server, beside the one in use: it has its name
# once it is whole and has the rows of the backup, and until then one that nobody uses.
set -eu

# shellcheck source=db/backup/say.sh
. /rates/backup/say.sh
# shellcheck source=db/backup/folder.sh
. /rates/backup/folder.sh
# shellcheck source=db/backup/server.sh
. /rates/backup/server.sh
# shellcheck source=db/backup/load.sh
. /rates/backup/load.sh

main() {
  name=$1 database=$2 unfinished=$(echo "restoring_$1" | tr 'A-Z-' 'a-z_')
  require_folder "$folder"
  require_backup "$name"
  require_database_name "$database"
  require_server
  refuse_existing "$database"
  hold .restore-under-way 'another restore is under way: wait for its end'

  started=$(date +%s%N)
  damage=$(damage_of "$name")
  if [ -n "$damage" ]; then stop "$name can't be restored: $damage. Nothing was changed"; fi
  require_room "$(manifest_value "$name" databaseBytes)"

  trap drop_unfinished EXIT
  trap 'exit 130' INT TERM
  drop_unfinished
  say "restoring $name into $database"
  load "$name" "$unfinished" || not_loaded
  compare "$name" "$unfinished" || stop "$name was not restored: $(first_differences). $nothing_stays"
  # The planner knows nothing of it yet, and nothing of it is known to be visible to all.
  sql -d "$unfinished" -c 'vacuum analyze'
  sql -d postgres -c "alter database $unfinished connection limit $(cat /tmp/connection-limit);
    alter database $unfinished rename to $database"
  trap - EXIT
  say "$database is there after $(seconds_since "$started") s; rates was not touched, and is in use"
}

nothing_stays='Nothing of it stays, and no other database was touched'

# Also what a restore that was killed left.
drop_unfinished() { sql -d postgres -c "drop database if exists $unfinished with (force)"; }

# Two databases are on the server's volume then, and it stops without room.
require_room() {
  needed=$(($1 * 13 / 10 + 200000000))
  free=$(sql -d postgres -f /rates/backup/room.sql)
  if [ "$free" -lt "$needed" ]; then
    stop "no room to restore: it needs $(in_megabytes "$needed"), and the database's volume has" \
      "$(in_megabytes "$free"). Nothing was changed: make room there, then restore again"
  fi
}

not_loaded() {
  cat "$load_errors" >&2
  case $(cat "$load_errors") in
    *'role "'*'" does not exist'*)
      stop "$name needs a role that is not there: make it (create role NAME), then restore again." \
        "$nothing_stays"
      ;;
  esac
  stop "$name can't be restored: $(why_not_loaded). $nothing_stays"
}

main "$@"
