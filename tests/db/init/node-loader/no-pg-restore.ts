// Without pg_restore, a dump in custom format is refused with how to convert it.
import { mkdir } from 'node:fs/promises'
import t from 'tap'
import { refuses } from '#tests/fixtures/load-dump.ts'

t.test('custom format without pg_restore', async t => {
  const dir = t.testdir({ 'rates.dump': 'PGDMP and more', bin: {} })
  await mkdir(`${dir}/bin`, { recursive: true })
  const { PATH } = process.env
  t.teardown(() => {
    process.env.PATH = PATH
  })
  process.env.PATH = `${dir}/bin`

  await refuses(t, `${dir}/rates.dump`, {
    name: 'RestoreMissing',
    says: /no pg_restore here to read it\. Convert it .*: pg_restore --no-owner --no-privileges -f rates\.sql/,
  })
})
