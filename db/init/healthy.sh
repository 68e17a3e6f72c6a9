#!/bin/sh
# The db container's health: the server that serves others holds a whole, verified dump. The reason
# when not: docker inspect --format '{{range .State.Health.Log}}{{.Output}}{{end}}' rates-db-1
set -eu

# Over TCP, for the server of the first start is on its socket alone.
if ! pg_isready -q -h 127.0.0.1; then
  echo 'rates: not serving yet: the first start is loading the dump, or the server is starting'
  exit 1
fi

# As the superuser, whose connections are reserved: a full house is not a sick one.
if ! marker=$(psql -XAtq -U postgres -d "$POSTGRES_DB" -c 'select sha256 from ops.dump' 2>&1) ||
  [ -z "$marker" ]; then
  echo "rates: serving, but without the marker of a whole dump in ops.dump: $marker"
  exit 1
fi
