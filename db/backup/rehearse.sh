#!/bin/sh
# Proves a backup: restores it into a scratch server, counts every table, and writes down the outcome.
set -eu

# shellcheck source=db/backup/say.sh
. /rates/backup/say.sh
# shellcheck source=db/backup/folder.sh
. /rates/backup/folder.sh
# shellcheck source=db/backup/load.sh
. /rates/backup/load.sh
# shellcheck source=db/backup/scratch.sh
. /rates/backup/scratch.sh

main() {
  require_cage
  require_folder "$verdicts"
  name=${1:-$(newest)}
  if [ -z "$name" ]; then stop "$folder has no backup yet: dump makes one"; fi
  require_backup "$name"

  started=$(date +%s%N)
  say "rehearsing $name"
  damage=$(damage_of "$name")
  if [ -n "$damage" ]; then fail "$damage"; fi

  require_room "$(manifest_value "$name" databaseBytes)"
  trap stop_scratch EXIT
  trap 'exit 130' INT TERM
  start_scratch
  make_roles "$name"
  load "$name" rates || not_loaded
  compare "$name" rates || fail "$(first_differences)"
  pass
}

# Code of the dump runs here, as the superuser of the scratch server.
require_cage() {
  if [ -n "${PGPASSWORD:-}" ] || [ -w "$folder" ]; then
    stop 'a rehearsal has a service of its own, without secrets: docker compose run rehearse. A host does so' \
      'after the next provision.mjs'
  fi
}

not_loaded() {
  cat "$load_errors" >&2
  case $(cat "$load_errors") in
    *'No space left'*) stop 'no room to rehearse; nothing is known of the backup yet' ;;
  esac
  fail "it can't be restored: $(why_not_loaded)"
}

# Never both: the older outcome goes first.
pass() {
  seconds=$(seconds_since "$started")
  rm -f "$verdicts/$name.failed.json"
  printf '{\n  "checkedAt": "%s",\n  "seconds": %s,\n  "rows": %s\n}\n' \
    "$(now)" "$seconds" "$found" | put "$verdicts/$name.checked.json"
  say "$name is good: restored in $seconds s, with the same rows in every table"
}

fail() {
  rm -f "$verdicts/$name.checked.json"
  printf '{\n  "checkedAt": "%s",\n  "why": "%s"%s\n}\n' \
    "$(now)" "$(printf %s "$1" | json_text)" "${found:+,
  \"rows\": $found}" | put "$verdicts/$name.failed.json"
  stop "$name is NOT good: $1. Take another one now: dump"
}

json_text() { tr -d '\000-\037' | sed 's/[\\"]/\\&/g'; }

main "$@"
