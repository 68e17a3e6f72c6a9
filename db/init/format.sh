# What kind of file the dump is, told by its first bytes, and how it becomes SQL.
# Part of load-dump.sh, which sets $dump and reads $format.
# shellcheck shell=sh disable=SC2154

look_inside() {
  packing=none archive=none format='plain SQL'
  case $(first_bytes <"$dump") in ' 1f 8b'*) packing=gzip ;; esac
  case $(unpack <"$dump" 2>/dev/null | first_bytes) in
    ' 50 47 44 4d 50'*) archive=custom format='pg_dump custom format' ;;
    *' 00'*) refuse 'is neither plain SQL, nor pg_dump custom format, nor gzip of one of them' ;;
  esac
  if [ "$packing" = gzip ]; then format="gzip of $format"; fi
  if [ "$format" = 'plain SQL' ]; then refuse_without_end; fi
}

first_bytes() { od -An -v -N 512 -t x1 | tr -d '\n'; }

# Says at once what verify.sql would find after the load; for gzip its own checksum does.
refuse_without_end() {
  if head -n 5 "$dump" | grep -q '^-- PostgreSQL database dump$' &&
    ! tail -c 1000 "$dump" | grep -q '^-- PostgreSQL database dump complete$'; then
    refuse 'is cut off: the last line that pg_dump writes is missing'
  fi
}

unpack() { if [ "$packing" = gzip ]; then gzip -dc; else cat; fi; }

to_sql() {
  if [ "$archive" = custom ]; then pg_restore --no-owner --no-privileges -f -; else cat; fi
}

# Drops the two psql commands that newer releases of pg_dump write and psql 13.5 does not know, and
# stops at any other: \connect leaves the transaction. Within COPY a row may well begin like one.
# A fence against accidents, not malice: a dump is a program, so load none that you don't trust.
only_sql() {
  LC_ALL=C sed -E '/from stdin.*;\r?$/I,/^\\\.\r?$/!{
    s/^\\(un)?restrict .*//
    /^[[:space:]]*\\/{
      w /dev/stderr
      Q1
    }
  }'
}
