// SQL that does not belong into a dump of this database is refused with what to do instead.
import { readFile } from 'node:fs/promises'
import t, { type Test } from 'tap'
import { refuses } from '#tests/fixtures/load-dump.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const sample = await readFile(sampleDump, 'utf8')
const mark = 'COPY public.prices'
const lineOfMark = sample.slice(0, sample.indexOf(mark)).split('\n').length.toLocaleString('en')

const withLines = (t: Test, lines: string) =>
  `${t.testdir({ 'rates.sql': sample.replace(mark, `${lines}\n${mark}`) })}/rates.sql`

const refused = [
  {
    claim: "psql's commands",
    lines: '\\connect other',
    name: 'CommandRefused',
    says: new RegExp(`line ${lineOfMark}: \\\\connect is not for a dump of one database`),
  },
  {
    claim: 'an end of the transaction',
    lines: 'COMMIT;',
    name: 'CommandRefused',
    says: new RegExp(`line ${lineOfMark}: COMMIT is not for`),
  },
  {
    claim: "another server's roles",
    lines: 'ALTER TABLE public.ports OWNER TO somebody;',
    name: 'StatementRefused',
    says: /role "somebody" does not exist\. .* pg_dump --no-owner --no-privileges/,
  },
  {
    claim: "what is the superuser's",
    lines: "COPY public.ports FROM PROGRAM 'true';",
    name: 'StatementRefused',
    says: /must be superuser or a member of the pg_execute_server_program role/,
  },
  {
    claim: "the service's own schema",
    lines: 'CREATE SCHEMA ops;',
    name: 'StatementRefused',
    says: /schema "ops" already exists\. .* pg_dump -t public\.ports -t/,
  },
  {
    claim: 'what is no SQL, on its second line',
    lines: 'select 1,\nfrom where;',
    name: 'StatementRefused',
    says: new RegExp(
      `line ${(Number(lineOfMark.replace(',', '')) + 1).toLocaleString('en')}: syntax error`,
    ),
  },
]

for (const { claim, lines, name, says } of refused) {
  t.test(claim, t => refuses(t, withLines(t, lines), { name, says }))
}

t.test('a dump of something else', t =>
  refuses(t, `${t.testdir({ 'rates.sql': 'create table other (id int);' })}/rates.sql`, {
    name: 'DumpNotWhole',
    says: /the dump holds no column public\.regions\.slug of type text/,
  }),
)
