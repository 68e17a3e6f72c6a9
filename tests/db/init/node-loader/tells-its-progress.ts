// A load tells how many of how many bytes it has read, up to all of them.
import { stat } from 'node:fs/promises'
import t from 'tap'
import { loadDump } from '#db/init/load-dump.ts'
import { database } from '#tests/fixtures/database.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

t.test('progress', async t => {
  const { owner } = await database(t, { from: 'empty' })
  const told: number[] = []
  const onProgress = (read: number, total: number) => told.push(read / total)

  await loadDump({ connection: owner, file: sampleDump, onProgress })

  const { size } = await stat(sampleDump)
  t.ok(told.length >= Math.floor(size / 65_536))
  t.same(
    told,
    told.toSorted((one, other) => one - other),
  )
  t.equal(told.at(-1), 1)
})
