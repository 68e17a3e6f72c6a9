// A dump that is killed, or finds no room, leaves nothing that counts; what it leaves goes with the next.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { compose, docker, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, manyRows } from '#tests/fixtures/stack-backups.ts'

// A little more than a dump leaves free.
const smallVolume = `
volumes:
  backups:
    driver_opts: { type: tmpfs, device: tmpfs, o: 'size=258m,uid=999,gid=999,mode=0700' }`

t.test('killed on its way', needsDocker(), async t => {
  const stack = await compose(t)
  const { run, dump, start, inFolder, files } = backups(stack)
  await stack.up(['db'])
  const whole = await dump()
  await stack.sql(manyRows)

  const { container, ended } = await start('dump')
  const partBytes = async () => {
    const stat = 'stat -c %s /backups/*.dump.part 2>/dev/null'
    return Number((await docker(['exec', container, 'sh', '-c', stat])).output)
  }
  for (let tries = 0; tries < 100 && !((await partBytes()) > 0); tries++);
  t.ok((await partBytes()) > 0, 'under way')
  const busy = await run('dump')
  t.equal(busy.code, 1)
  t.match(busy.output, /another dump is under way/)
  await docker(['kill', container])
  t.equal(await ended(), 137)

  const rest = (await inFolder('ls *.part')).replace('.dump.part', '')
  t.match(rest, /^rates-\S+Z$/)
  t.strictSame(await files(rest), ['dump.part'])
  t.match((await run('rehearse')).output, `rehearsing ${whole}`, 'the one before is the newest')
  t.match((await run('rehearse', rest)).output, `no whole backup ${rest}`)

  // On its way from S3: none of a dump's.
  await inFolder('touch rates-20200101T000000Z.dump.part rates-20200101T000000Z.dump')
  const next = await dump()
  t.strictSame(await files(rest), [])
  t.strictSame(await files(next), ['dump', 'json'])
  t.strictSame(await files('rates-20200101T000000Z'), ['dump', 'dump.part'])
  t.equal((await run('rehearse')).code, 0)
})

t.test('no room', needsDocker(), async t => {
  // Not tap's own folder, which goes before the stack does.
  const folder = mkdtempSync(join(tmpdir(), 'rates-small-volume-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const override = join(folder, 'small.yaml')
  writeFileSync(override, smallVolume)
  const stack = await compose(t, { env: { COMPOSE_FILE: `compose.yaml:${override}` } })
  const { run, inFolder, start } = backups(stack)
  await stack.up(['db'])
  // Keeps the volume, which is in memory.
  const whole = await start('dump')
  t.equal(await whole.ended(), 0, await whole.log())
  await stack.run(['run', '--detach', '--no-deps', '--entrypoint', 'sleep', 'backup', 'infinity'])
  await stack.sql(manyRows)

  const full = await run('dump')
  t.equal(full.code, 1)
  t.match(full.output, /no room for the dump: \/backups would have less than 256 MB left/)
  t.equal(await inFolder('ls'), '', 'nothing stays')
  await inFolder('head -c 20000000 /dev/zero >other')
  t.match((await run('dump')).output, /no room: a dump leaves 256 MB free/)
})
