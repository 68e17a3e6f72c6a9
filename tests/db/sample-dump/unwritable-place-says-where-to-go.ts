// A place that cannot take the file is told in one sentence, and nothing is left there.
import { readdirSync } from 'node:fs'
import t from 'tap'
import { FileNotWritten, writeWhole } from '#db/sample/file.ts'

const { signal } = new AbortController()

t.test('a folder that is not there', async t => {
  const folder = `${t.testdir()}/absent`
  const refusal = await writeWhole(`${folder}/rates.sql`, ['x'], { signal }).catch(error => error)
  t.type(refusal, FileNotWritten)
  t.match(refusal.message, /does not exist\. Make it \(mkdir -p/)
})

t.test('a folder in place of the file', async t => {
  const folder = t.testdir({ 'rates.sql': {} })
  await t.rejects(writeWhole(`${folder}/rates.sql`, ['x'], { signal }), {
    message: /is a folder\. Name a file in it/,
  })
  t.strictSame(readdirSync(folder), ['rates.sql'])
})

t.test('a file in place of the folder', async t => {
  const folder = t.testdir({ file: '' })
  await t.rejects(writeWhole(`${folder}/file/rates.sql`, ['x'], { signal }), {
    message: /is not a folder\. Choose another place/,
  })
})

t.test('a device', async t => {
  await t.rejects(writeWhole('/dev/null', ['x'], { signal }), {
    message: /is not an ordinary file\. For standard output: --out -/,
  })
})
