// Whatever stops a run, the file that was there before stays, and no half file lies beside it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { writeWhole } from '#db/sample/file.ts'

const root = resolve(import.meta.dirname, '../../..')

t.test('an abort in the middle', async t => {
  const folder = t.testdir({ 'rates.sql': 'old' })
  const stop = new AbortController()
  function* chunks() {
    setImmediate(() => stop.abort())
    while (true) yield 'half'
  }

  await t.rejects(writeWhole(`${folder}/rates.sql`, chunks(), stop), { name: 'AbortError' })
  t.strictSame(readdirSync(folder), ['rates.sql'])
  t.equal(readFileSync(`${folder}/rates.sql`, 'utf8'), 'old')
})

t.test('an error in the middle', async t => {
  const folder = t.testdir({ 'rates.sql': 'old' })
  function* chunks() {
    yield 'half'
    throw new Error('broken')
  }

  const { signal } = new AbortController()
  await t.rejects(writeWhole(`${folder}/rates.sql`, chunks(), { signal }), { message: /broken/ })
  t.strictSame(readdirSync(folder), ['rates.sql'])
  t.equal(readFileSync(`${folder}/rates.sql`, 'utf8'), 'old')
})

t.test('a whole run replaces the file, behind a symbolic link too', async t => {
  const folder = t.testdir({ 'rates.sql': 'old' })
  symlinkSync('rates.sql', join(folder, 'link.sql'))

  const { signal } = new AbortController()
  await writeWhole(`${folder}/link.sql`, ['new'], { signal })
  t.strictSame(readdirSync(folder).sort(), ['link.sql', 'rates.sql'])
  t.equal(readFileSync(`${folder}/rates.sql`, 'utf8'), 'new')
})

t.test('Ctrl-C ends the command at once with 130', async t => {
  const words = ['scripts/sample-dump.mjs', '--prices', '100000000', '--out', '-']
  const command = spawn(process.execPath, words, { cwd: root })
  t.teardown(() => command.kill('SIGKILL'))

  command.stdout.once('data', () => command.kill('SIGINT')).resume()
  const [exitCode] = await once(command, 'exit')
  t.equal(exitCode, 130)
})
