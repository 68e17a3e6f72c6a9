// One wrong line anywhere in a dump, and nothing of it is kept.
import t from 'tap'
import { withRow, withStatement } from '#tests/fixtures/dumps.ts'
import { neverServed } from '#tests/fixtures/never-served.ts'

await neverServed(t, {
  'a row that does not parse': {
    file: withRow('CNGGZ\tEETLL\t2021-01-30\tdear'),
    says: / at COPY prices, line \d+: invalid input syntax for type integer: "dear"$/,
  },
  'a row with an unknown port': {
    file: withRow('XXXXX\tEETLL\t2021-01-30\t900'),
    says: / violates foreign key .*\(XXXXX\) is not present in table "ports"\)$/,
  },
  "another server's role": {
    file: withStatement('ALTER TABLE public.ports OWNER TO somebody;'),
    says: /: role "somebody" does not exist \(use pg_dump --no-owner --no-privileges\)$/,
  },
  "the service's own schema": {
    file: withStatement('CREATE SCHEMA ops;'),
    says: /: schema "ops" already exists \(use pg_dump -t public\.ports -t /,
  },
  'an end of the transaction': {
    file: withStatement('COMMIT;'),
    says: /: the dump ends the transaction it is loaded in: take out its COMMIT or \\connect$/,
  },
  'a command of psql': {
    file: withStatement('\\connect postgres'),
    says: / holds a command of psql, .* \(\\connect postgres\)$/,
  },
  'other tables': {
    file: 'create table public.ports (code text);',
    says: /: the dump holds no column public.regions.slug of type text$/,
  },
})
