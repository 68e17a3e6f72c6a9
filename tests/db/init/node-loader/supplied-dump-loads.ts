// The dump of the people who ask for this service loads, plain and zipped.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { database, suppliedDump } from '#tests/fixtures/database.ts'

const skip = !existsSync(suppliedDump) && `${suppliedDump} is not there`
const contents = { regions: 20, ports: 143, prices: 56_689 }

const loads = async (t: Test, file: string) => {
  const { owner } = await database(t, { from: 'empty' })
  t.match(await loadDump({ connection: owner, file }), { outcome: 'loaded', ...contents })
}

t.test('plain SQL', { skip }, t => loads(t, suppliedDump))

t.test('gzip', { skip }, async t => {
  const dir = t.testdir({ 'rates.sql.gz': gzipSync(await readFile(suppliedDump)) })
  await loads(t, `${dir}/rates.sql.gz`)
})
