#!/bin/sh
# Writes the snapshot that dump.sql holds to the file that dump.sh named. Prints true or false.
set -eu

# Its locks are those that dump.sql has already: only someone who waits for these can be in the way.
pg_dump --format=custom --snapshot="$SNAPSHOT" --lock-wait-timeout=5s --file="$DUMP_PART" &&
  echo true || echo false
