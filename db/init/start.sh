#!/bin/sh
# The db container's first process: sees that a first start that did not finish is never served,
# then hands over to the image's own entrypoint, which runs load-dump.sh in an empty directory.
set -eu

home=${PGDATA%/*}
unfinished=$home/first-start-unfinished
loaded=$home/loaded-dump

main() {
  if [ "$1" != postgres ]; then exec docker-entrypoint.sh "$@"; fi

  hold_volume
  if [ -e "$unfinished" ]; then start_over; fi
  if [ -z "$(ls -A "$PGDATA" 2>/dev/null)" ]; then mark_first_start; else compare_dump; fi
  # One stream, for Docker does not keep two in order: what a failed start ends with is to be last.
  exec docker-entrypoint.sh "$@" >&2
}

# Two servers on one volume destroy it, and PostgreSQL can't see the one in another container.
hold_volume() {
  if [ ! -w "$home" ]; then stop "the volume on $home can't be written: give it to user 999"; fi
  exec 9>"$home/lock"
  flock --nonblock 9 || stop 'another container runs on this volume: stop it first'
}

# Nothing but the loader ever wrote to a directory that still has the mark.
start_over() {
  if [ -d "$PGDATA" ]; then
    say 'the first start did not finish last time and was never served: starting over'
  fi
  rm -rf "$PGDATA"
}

# load-dump.sh takes the mark away once the dump is in and safe on disk, and nothing else does.
mark_first_start() {
  rm -f "$loaded"
  : >"$unfinished"
  sync "$unfinished" "$home"
}

compare_dump() {
  if [ ! -r "$loaded" ] || [ ! -r /rates.dump ]; then return; fi
  read -r sha256 stamp <"$loaded"

  # A file of the same size and time is the same file; only another is worth reading again.
  if [ "$(stat -c '%s %Y' /rates.dump)" = "$stamp" ]; then return; fi
  if [ "$(sha256sum </rates.dump)" = "$sha256  -" ]; then return; fi
  say "$RATES_DUMP is not the dump that is loaded, and the loaded one stays; to discard all data" \
    'and load the new one: docker compose down --volumes, then docker compose up'
}

say() { printf 'rates: %s\n' "$*" >&2; }
stop() { say "$*" && exit 1; }

main "$@"
