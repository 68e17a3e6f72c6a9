// What goes wrong between two runs of `up` is put right by the next one, or said with what to do.

import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { portsFor } from '#provision/sandbox/ports.ts'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'
import { sandbox } from '#tests/fixtures/sandbox.ts'

const takePort = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { free: () => once(server.close(), 'close') }
}

t.test('a sandbox is mended', needsDocker(), async t => {
  const copy = sandbox(t)
  const [first, second] = portsFor(copy.name, []).take(2).toArray()
  if (!first || !second) throw new Error('no ports')

  await t.test('whose port something else has', async t => {
    const taken = await takePort(first.api)
    const { code, output } = await copy.up('--rows', '1000')
    await taken.free()
    t.equal(code, 0, output.slice(-500))
    t.match(output, `Something else has port ${first.api} or ${first.db}`)
    t.equal(await copy.url(), `http://127.0.0.1:${second.api}`)
  })

  await t.test('whose database lost its container, but not its data', async t => {
    await copy.sql("insert into regions (slug, name) values ('mark', 'Mark')")
    const password = await copy.exec('api', 'printenv', 'PGPASSWORD')
    await docker(['rm', '--force', copy.container('db')])
    const { code, output } = await copy.up()
    t.equal(code, 0, output.slice(-500))
    t.not(await copy.exec('api', 'printenv', 'PGPASSWORD'), password, 'it was in that container')
    t.equal(await copy.sql("select name from regions where slug = 'mark'"), 'Mark')
  })

  await t.test('that was stopped, on the ports that it had', async t => {
    const before = await copy.url()
    const running = ['db', 'api', 'worker'].map(copy.container)
    await docker(['stop', '--time', '0', ...running])
    t.equal((await copy.up()).code, 0)
    t.equal(await copy.url(), before)
  })
})

t.test('a dump that is cut off is named, and goes with the sandbox', needsDocker(), async t => {
  const copy = sandbox(t)
  const file = join(t.testdir({}), 'torn.sql')
  await writeFile(file, '--\n-- PostgreSQL database dump\n--\n')
  const { code, output } = await copy.up('--dump', file)
  t.equal(code, 1)
  t.match(output, /torn\.sql \(\w+\) is cut off/)
  t.match(output, `sandbox.mjs down ${copy.name}`)
  t.equal((await copy.down()).code, 0)
  t.strictSame(await copy.remains(), [])
})
