#!/bin/sh
# The backup container's one process: takes a backup, proves it, restores it. Ends when that is done.
set -eu

# shellcheck source=db/backup/say.sh
. /rates/backup/say.sh

main() {
  # Backups hold all the data: their owner alone reads them.
  umask 077
  export PGAPPNAME=rates-backup PGCONNECT_TIMEOUT=10
  # As the superuser: no function that somebody else made is found by its bare name.
  export PGOPTIONS='-c client_min_messages=warning -c search_path=pg_catalog'

  word=${1:-}
  case $#:$word in
    1:dump | 1:rehearse | 2:rehearse | 3:restore | 3:swap) ;;
    *) stop 'say one of: dump, restore NAME DATABASE, swap DATABASE KEEP; or rehearse [NAME] in the service rehearse' ;;
  esac
  shift
  exec sh "/rates/backup/$word.sh" "$@"
}

main "$@"
