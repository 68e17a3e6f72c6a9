# What every program here says, and how it ends. Results go to standard output, the rest here.
# shellcheck shell=sh

say() { printf 'rates: %s\n' "$*" >&2; }
stop() { say "$*" && exit 1; }

in_megabytes() { printf '%s MB' "$((($1 + 999999) / 1000000))"; }

# Of the file system that a path is on, as this user may use it.
bytes_free() { df --output=avail --block-size=1 "$1" | tail -n 1 | tr -d ' '; }

now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
seconds_since() {
  LC_ALL=C numfmt --format %.1f --to-unit 1000000000 $(($(date +%s%N) - $1))
}

# Asks the server; what it answers is bare. Never sees a ~/.psqlrc.
sql() { psql -XAtq -v ON_ERROR_STOP=1 "$@"; }
