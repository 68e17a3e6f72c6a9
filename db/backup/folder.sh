# The folder of backups: which are whole, what their manifests say, what became of them.
# shellcheck shell=sh

folder=/backups
# All of the folders that a rehearsal can write to.
verdicts=/verdicts

require_folder() {
  if [ ! -w "$1" ]; then stop "$1 can't be written: give it to user 999 (chown 999:999)"; fi
  # A new volume has the mode of the folder that it was made after.
  chmod u=rwx,g=-s,o= "$1" 2>/dev/null || true
}

# One at a time of its kind, in any container; ends with this process, however that ends.
hold() {
  exec 9>>"$folder/$1"
  flock --nonblock 9 || stop "$2"
}

# The manifest is written last: without it a dump is only a part of one.
is_whole() { [ -f "$folder/$1.json" ] && [ -f "$folder/$1.dump" ]; }

# Of those taken until now: one of a time to come would be the newest for ever.
newest() {
  latest=rates-$(date -u -d tomorrow +%Y%m%dT%H%M%SZ)
  for manifest in "$folder"/rates-*Z.json; do
    candidate=$(basename "$manifest" .json)
    if is_name "$candidate" && is_whole "$candidate"; then echo "$candidate"; fi
  done | sort | awk -v latest="$latest" '$0 <= latest' | tail -n 1
}

require_backup() {
  is_name "$1" || stop "'$1' is not the name of a backup, such as rates-20261121T030000Z"
  is_whole "$1" ||
    stop "$folder has no whole backup $1: see backup-store list, or backup-store fetch $1"
}

# Of one line: a pattern of grep holds for any line of several.
is_name() {
  case $1 in
    rates-$two_digits$two_digits$two_digits${two_digits}T$two_digits$two_digits${two_digits}Z) ;;
    *) return 1 ;;
  esac
}
two_digits='[0-9][0-9]'

# As many digits as the shell can count with, and with room to multiply.
is_count() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  [ "${#1}" -le 15 ]
}

# Each key of a manifest has a line of its own, as dump.sh writes it.
manifest_value() { sed -nE "s/^ *\"$2\": *\"?(.*[^\",])\"?,?\$/\1/p" "$folder/$1.json" | head -n 1; }

largest_manifest=1000000

# Bytes first: they are cheap to compare, and what a cut-off copy has wrong.
damage_of() {
  if [ "$(stat -c %s "$folder/$1.json")" -gt "$largest_manifest" ]; then
    echo 'its manifest is larger than any that a dump writes'
    return
  fi
  wanted_bytes=$(manifest_value "$1" bytes) found_bytes=$(stat -c %s "$folder/$1.dump")
  if ! is_count "$(manifest_value "$1" databaseBytes)"; then
    echo 'its manifest does not say how large the database was'
  elif [ "$found_bytes" != "$wanted_bytes" ]; then
    echo "the dump has $found_bytes bytes, and its manifest says ${wanted_bytes:-nothing}"
  elif [ "$(sha256sum <"$folder/$1.dump" | cut -c 1-64)" != "$(manifest_value "$1" sha256)" ]; then
    echo "the dump is not what was written: its SHA-256 is not that of its manifest"
  fi
}

# Whole under its name or not there at all, power cut included.
put() {
  cat >"$1.part"
  sync "$1.part"
  mv "$1.part" "$1"
  sync "${1%/*}"
}
