#!/bin/sh
# Lets a restored database take the place of rates, which stays under another name. All or nothing.
set -eu

# shellcheck source=db/backup/say.sh
. /rates/backup/say.sh
# shellcheck source=db/backup/server.sh
. /rates/backup/server.sh

main() {
  database=$1 keep=$2
  require_database_name "$database"
  if [ "$database" = rates ]; then stop 'rates is in use already: name a restored database'; fi
  require_database_name "$keep"
  require_server
  exists rates || stop 'there is no database rates to take the place of'
  exists "$database" || stop "there is no database $database: restore makes one"
  if exists "$keep"; then stop "there is a database $keep already: name another"; fi
  require_service_data

  swap || stop "nothing was swapped, for the reason above: rates is what it was, and so is $database"
  say "$database is rates now; what was rates is $keep. Drop it when nobody needs it"
}

# Of the service: healthy.sh asks for the same.
require_service_data() {
  marker=$(sql -d "$database" -c "select to_regclass('ops.dump')") ||
    stop "$database can't be looked into, for the reason above. Nothing was swapped"
  if [ -z "$marker" ]; then
    stop "$database holds no verified dump (no table ops.dump), so the service could not use it." \
      'Nothing was swapped'
  fi
}

# A rename first locks the database against new sessions, then waits 5 s for those there are: they are
# ended meanwhile, so that nobody who connects again at once can be in the way.
swap() {
  end_sessions & ending=$!
  sql -d postgres -v database="$database" -v keep="$keep" -f /rates/backup/swap.sql &&
    swapped=0 || swapped=1
  kill "$ending" 2>/dev/null || true
  wait "$ending" 2>/dev/null || true
  return "$swapped"
}

end_sessions() {
  exec psql -Xq -d postgres -v database="$database" -o /dev/null -f /rates/backup/end-sessions.sql
}

main "$@"
