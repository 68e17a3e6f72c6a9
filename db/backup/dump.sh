#!/bin/sh
# Takes a backup of the database rates: its dump, then the manifest that makes it count.
set -eu

# shellcheck source=db/backup/say.sh
. /rates/backup/say.sh
# shellcheck source=db/backup/folder.sh
. /rates/backup/folder.sh

# Stays free for the database: in production it writes to the same volume, and stops without room.
reserve=256000000
state=.dump-under-way
errors=/tmp/dump-errors
export PGDATABASE=rates

main() {
  require_folder "$folder"
  hold "$state" 'another dump is under way: wait for its end'
  remove_rest
  choose_name
  export DUMP_PART="$folder/$name.dump.part"
  trap remove_rest EXIT
  trap 'exit 130' INT TERM
  limit_size

  started=$(date +%s%N)
  say "dumping rates to $name"
  facts=$(sql -f /rates/backup/dump.sql 2>"$errors") || explain
  # Without a dump there are no facts.
  [ -n "$facts" ] || explain
  keep
  : >"$folder/$state"
  say "$name: $(in_megabytes "$bytes") in $(seconds_since "$started") s"
  echo "$name"
}

# Of a dump that was killed, by the name that it noted; a copy on its way from S3 is none of it.
remove_rest() {
  if [ ! -s "$folder/$state" ]; then return; fi
  read -r rest <"$folder/$state"
  if is_name "$rest" && [ ! -e "$folder/$rest.json" ]; then
    rm -f "$folder/$rest.dump" "$folder/$rest.dump.part" "$folder/$rest.json.part"
  fi
  : >"$folder/$state"
}

choose_name() {
  while
    taken=$(now) && name=rates-$(echo "$taken" | tr -d ':-')
    [ -e "$folder/$name.dump" ] || [ -e "$folder/$name.json" ]
  do sleep 1; done
  # It is there before the first of its files.
  echo "$name" >"$folder/$state" || stop "$folder is full: make room, then dump again"
  sync "$folder/$state"
}

# A write beyond it fails as one to a full disk does, but with room left.
limit_size() {
  room=$(($(bytes_free "$folder") - reserve))
  if [ "$room" -le 0 ]; then
    stop "no room: a dump leaves $(in_megabytes $reserve) free for the database," \
      "and $folder has $(in_megabytes "$(bytes_free "$folder")"). Make room, then dump again"
  fi
  trap '' XFSZ
  ulimit -f $((room / 512))
}

keep() {
  bytes=$(stat -c %s "$DUMP_PART")
  sha256=$(sha256sum <"$DUMP_PART" | cut -c 1-64)
  mv "$DUMP_PART" "$folder/$name.dump"
  sync "$folder"
  put "$folder/$name.json" <<END
{
  "name": "$name",
  "takenAt": "$taken",
  "bytes": $bytes,
  "sha256": "$sha256",
  "seconds": $(seconds_since "$started"),
$facts
}
END
}

explain() {
  cat "$errors" >&2
  case $(cat "$errors") in
    *'File too large'* | *'No space left'*)
      stop "no room for the dump: $folder would have less than $(in_megabytes $reserve) left." \
        'Nothing of it stays: make room, then dump again'
      ;;
    *'canceling statement'*)
      stop 'a change of a table came between, such as a migration: dump again when it is over'
      ;;
  esac
  stop 'the dump failed, for the reason above, and nothing of it stays'
}

main
