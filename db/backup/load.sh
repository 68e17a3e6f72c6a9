# Loads a backup into a database that it makes, then compares the rows of every table with the manifest.
# The server is the one that PGHOST names. Part of rehearse.sh and restore.sh.
# shellcheck shell=sh disable=SC2154

load_errors=/tmp/load-errors
differences=/tmp/differences

# Owners, rights and settings are those of the original.
load() {
  {
    make_database "$1" "$2" &&
      pg_restore --exit-on-error --dbname "$2" "$folder/$1.dump" &&
      sql -d "$2" -f /rates/access/roles.sql
  } 2>"$load_errors"
}

# The archive makes rates, so the name is another. What it says of the database, any login may have had
# a part in (alter role ... in database ... set): each text goes to the server as it is, psql reads
# none of it, and only a line that can end no literal is left out.
make_database() {
  pg_restore --create --list "$folder/$1.dump" |
    grep -E '^[0-9]+; [0-9]+ [0-9]+ (DATABASE|DATABASE PROPERTIES|COMMENT|ACL) - (DATABASE )?rates ' \
      >/tmp/database-entries
  pg_restore --create --use-list /tmp/database-entries --file - "$folder/$1.dump" |
    LC_ALL=C sed -E -e '/^\\(connect rates|(un)?restrict [A-Za-z0-9]+)$/d' \
      -e "s/^($about_database) rates /\\1 $2 /" >/tmp/database-statements
  sql -d postgres -o /dev/null -v database="$2" -f /rates/backup/make-database.sql
}
about_database='(CREATE|ALTER|COMMENT ON|ALTER ROLE .* IN|(GRANT|REVOKE) .* ON) DATABASE'

why_not_loaded() { grep -m 1 -E 'error|ERROR|FATAL' "$load_errors" || tail -n 1 "$load_errors"; }

# Prints both counts of every table; what differs is left in $differences, and the rows found in $found.
compare() {
  wanted=$(manifest_value "$1" rows)
  {
    found=$(count_rows "$2") &&
      psql -Xq -v ON_ERROR_STOP=1 -v wanted="$wanted" -v found="$found" -d "$2" \
        -f /rates/backup/compare.sql
  } || echo 'its rows could not be counted' >"$differences"
  [ ! -s "$differences" ]
}

count_rows() { printf '%s\n' '\i /rates/backup/counts.sql' '\echo :rows' | sql -d "$1"; }
first_differences() { paste -sd ';' "$differences" | sed 's/;/; /g' | cut -c 1-500; }
