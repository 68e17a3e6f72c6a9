# The sentence that a failed first start ends with: what is wrong and what to do next.
# Part of load-dump.sh, which sets $errors and $TORN.
# shellcheck shell=sh disable=SC2154

refuse() {
  trap - EXIT
  say "$RATES_DUMP $*; nothing was loaded: put that right, or name another file in RATES_DUMP," \
    'and run docker compose up again'
  exit 1
}

explain() {
  cat "$errors" >&2
  if [ -e "$TORN" ]; then refuse "$(decoder_failure "$(head -n 1 "$TORN")")"; fi

  place=$(sed -nE 's/^CONTEXT: *(COPY [^,]*, line [0-9]+).*/ at \1/p' "$errors" | head -n 1)
  error=$(sed -nE 's/^(psql:.*: )?(ERROR|FATAL|error): *//p' "$errors" | head -n 1)
  detail=$(sed -nE 's/^DETAIL: *(.*[^.])\.?$/ (\1)/p' "$errors" | head -n 1)
  refuse "could not be loaded$place: ${error:-psql failed}$detail$(advice "$error")"
}

decoder_failure() {
  case $1 in
    \\*) printf 'holds a command of psql, which is not for a dump of one database (%s)' "$1" ;;
    *) printf 'is cut off or damaged (%s)' "$1" ;;
  esac
}

advice() {
  case $1 in
    'role '*' does not exist' | 'must be owner '* | 'must be member '*)
      echo ' (use pg_dump --no-owner --no-privileges)'
      ;;
    'schema "'*'" already exists')
      echo ' (use pg_dump -t public.ports -t public.regions -t public.prices)'
      ;;
    'CREATE DATABASE '*) echo ' (use pg_dump without --create)' ;;
  esac
}

# For what nobody foresaw, and for Ctrl-C.
last_words() {
  if [ "$1" -ne 0 ]; then
    say 'the first start failed or was stopped before the dump was in;' \
      'docker compose up starts over'
  fi
}

say() { printf 'rates: %s\n' "$*" >&2; }
