// A rehearsal restores a backup and finds the same rows in every table; nothing of it stays but its word.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { compose, docker, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, countRows, printedRows } from '#tests/fixtures/stack-backups.ts'

/** Of the container that a rehearsal runs in, once there is one: what it restores into. */
const ownVolumes = async (project: string): Promise<string[]> => {
  const labels = [`project=${project}`, 'service=rehearse'].flatMap(label => [
    ...['--filter', `label=com.docker.compose.${label}`],
  ])
  for (;;) {
    const container = (await docker(['ps', '--quiet', ...labels])).output.trim()
    const found = await docker(['inspect', '--format', '{{json .Mounts}}', container])
    if (found.code === 0)
      return JSON.parse(found.output)
        .map(({ Name }: { Name?: string }) => Name)
        .filter((name?: string) => name && !name.startsWith(project))
    await sleep(100)
  }
}

t.test('dump, then rehearse', needsDocker(), async t => {
  const stack = await compose(t)
  const { run, dump, read, files, inFolder } = backups(stack)
  t.equal((await stack.up()).code, 0)
  const services = (await stack.run(['ps', '--all', '--services'])).output
  t.notMatch(services, /backup/, 'up starts none of it')

  const none = await run('rehearse')
  t.equal(none.code, 1)
  t.match(none.output, 'has no backup yet')

  const name = await dump()
  const counted = await countRows(stack)
  const manifest = await read(name, 'json')
  t.strictSame(manifest.rows, counted)
  t.ok(counted['public.prices'] && counted['ops.dump'] && Object.keys(counted).length > 20)
  t.strictSame(await files(name), ['dump', 'json'])

  const content = Buffer.from(await inFolder(`base64 --wrap 0 ${name}.dump`), 'base64')
  t.equal(manifest.bytes, content.length)
  t.equal(manifest.sha256, createHash('sha256').update(content).digest('hex'))
  t.equal(manifest.name, name)
  t.equal(
    new Date(manifest.takenAt).toISOString().slice(11, 19),
    `${name.slice(15, 17)}:${name.slice(17, 19)}:${name.slice(19, 21)}`,
  )
  t.ok(manifest.databaseBytes > manifest.bytes)
  const modes = await inFolder('stat --format "%a %u" . *.dump *.json | sort -u')
  t.equal(modes, '600 999\n700 999', 'its owner alone reads it')

  const rehearsing = run('rehearse')
  const [own = '', ...more] = await ownVolumes(stack.project)
  t.equal((await docker(['volume', 'inspect', own])).code, 0, 'it has a volume')
  t.strictSame(more, [])
  const rehearsed = await rehearsing
  t.equal(rehearsed.code, 0, rehearsed.output)
  t.strictSame(
    printedRows(rehearsed.output),
    Object.fromEntries(Object.entries(counted).map(([table, rows]) => [table, [rows, rows]])),
  )
  t.strictSame(await files(name), ['checked.json', 'dump', 'json'])
  t.strictSame((await read(name, 'checked.json')).rows, counted)
  t.equal((await docker(['volume', 'inspect', own])).code, 1, 'no volume is left')
})
