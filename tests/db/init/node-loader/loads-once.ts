// A database that holds a dump keeps it: a second load does nothing, from two places at once too.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { database } from '#tests/fixtures/database.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

t.test('the second load keeps what is there, without a warning', async t => {
  const { owner } = await database(t, { from: 'empty' })
  const warnings: string[] = []
  const load = () =>
    loadDump({ connection: owner, file: sampleDump, warn: line => warnings.push(line) })

  const first = await load()
  const second = await load()

  const text = await readFile(sampleDump)
  const sha256 = createHash('sha256').update(text).digest('hex')
  t.match(first, { outcome: 'loaded', sha256, sizeBytes: text.length })
  t.same({ ...second, seconds: 0 }, { ...first, outcome: 'kept', seconds: 0 })
  t.same(warnings, [])
})

t.test('of two at once, one loads', async t => {
  const { owner } = await database(t, { from: 'empty' })
  const load = () => loadDump({ connection: owner, file: sampleDump })

  const both = await Promise.all([load(), load()])

  t.same(both.map(({ outcome }) => outcome).sort(), ['kept', 'loaded'])
})
