#!/bin/sh
# The db container's health: the server that serves others holds a whole, verified dump. The reason
# when not: docker inspect --format '{{range .State.Health.Log}}{{.Output}}{{end}}' rates-db-1
set -eu

# Over TCP, for the server of the first start is on its socket alone.
if ! pg_isready -q -h 127.0.0.1; then
  echo 'rates: not serving yet: the first start is loading the dump, or the server is starting'
  exit 1
fi

# As the superuser, whose connections are reserved: a full house is not a sick one. So it asks the
# catalog alone, and runs nothing that the owner of the data could have put in its way: the marker is
# made and filled in one transaction, and its being there is enough.
export PGOPTIONS='-c search_path=pg_catalog'
is_there="select true from pg_class where oid = to_regclass('ops.dump') and relkind = 'r'"
if ! marker=$(psql -XAtq -U postgres -d "$POSTGRES_DB" -c "$is_there" 2>&1) ||
  [ "$marker" != t ]; then
  echo "rates: serving, but without the marker of a whole dump in ops.dump: $marker"
  exit 1
fi
