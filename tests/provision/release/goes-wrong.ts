// What fails on the way leaves the release that runs alone, says why, and the next run goes on from there.
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import t from 'tap'
import { readDump } from '#provision/release/dump.ts'
import { target } from '#provision/release/rollback.ts'
import { inspectRelease } from '#provision/release/ship.ts'
import { readSource } from '#provision/release/source.ts'
import type { Host } from '#provision/ssh/host.ts'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'
import { dockerHost, messageOf, shipTo } from '#tests/fixtures/docker-host.ts'
import { smallProject } from '#tests/fixtures/small-project.ts'

const { skip } = needsDocker()

// A release of long ago, as if it had been made then.
const older = `
cd /srv/rates/releases && cp -a "$(readlink -f ../current)" 2026010$1T000000-aaaaaaa
image=$(docker image ls -q rates-app | head -n 1) && docker tag "$image" rates-app:old$1
id=2026010$1T000000-aaaaaaa
sed -Ei "s/[0-9]{8}T[0-9]{6}-[0-9a-f]{7}/$id/; s/rates-app:[0-9a-f]+/rates-app:old$1/" $id/release.json`

t.test('a release that goes wrong', { skip }, async t => {
  const [machine, project] = await Promise.all([dockerHost(t), smallProject(t)])
  let { host } = machine
  const parameters = [{ name: 'SECRET', value: 'canary-of-the-small-project', version: 1 }]
  const wanted = async (dump?: string) => ({
    environment: 'test',
    source: await readSource(project.root),
    parameters,
    dump: await readDump(project.root, dump),
  })
  const said: string[] = []
  const release = async (dump?: string, more = {}) =>
    shipTo(host, await wanted(dump), line => said.push(line), more)
  const linked = () => machine.exec(['sh', '-c', 'readlink /srv/rates/current || echo none'])
  const left = async () => (await inspectRelease(host, await wanted())).map(({ action }) => action)

  t.test('too little room for an image: says how much, before anything is sent', async t => {
    await machine.exec(['mount', '-t', 'tmpfs', '-o', 'size=900m', 'none', '/var/lib/docker'])
    t.match(
      await messageOf(release()),
      /\/var\/lib\/docker has 944 MB free and needs 1210: .*\(images to unpack: 1; logs\)/,
    )
    t.equal(await machine.exec(['sh', '-c', 'ls /srv/rates/releases 2>/dev/null | wc -l']), '0')
    await machine.exec(['umount', '/var/lib/docker'])
  })

  t.test('a disk that is full: says which; with room again it goes on', async t => {
    const [dumps, dump] = ['/srv/rates/dumps', join(project.root, '.git/large-dump')]
    await writeFile(dump, randomBytes(3_000_000))
    await machine.exec(['mkdir', dumps])
    await machine.exec(['mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', dumps])
    t.match(await messageOf(release(dump)), /A disk of .* is full:\n[\s\S]*\/srv\/rates\/dumps/)
    t.equal(await linked(), 'none')
    await machine.exec(['umount', dumps])
  })

  t.test('an image for another processor is not sent', async t => {
    const arm: Host = {
      ...host,
      run: async (argv, options) =>
        argv[1] === 'version'
          ? { code: 0, stdout: 'arm64\n', stderr: '' }
          : host.run(argv, options),
    }
    const message = await messageOf(shipTo(arm, await wanted(), line => said.push(line)))
    t.match(message, /rates-app:\w{12} .*amd64.* arm64.*--size/s)
    t.equal(await linked(), 'none')
  })

  t.test('an image that arrives cut off is not taken; run again, it goes whole', async t => {
    const cutting: Host = {
      ...host,
      run: async (argv, { stdin, ...options } = {}) =>
        host.run(argv, {
          ...options,
          ...(stdin && {
            stdin: argv.join(' ').includes('docker load') ? firstOf(stdin as Readable) : stdin,
          }),
        }),
    }
    const message = await messageOf(shipTo(cutting, await wanted(), () => {}))
    t.match(message, /Exit code 1 of this on \S+: bash .*docker load[\s\S]*unexpected end of file/)
    t.equal(await linked(), 'none')
  })

  t.test('the connection is lost while an image is sent: run again, it completes', async t => {
    const cut = setInterval(async () => {
      if (!said.some(line => line.endsWith('layers'))) return
      clearInterval(cut)
      await machine.exec(['sh', '-c', 'pkill -KILL -f "^sshd.*admin"']).catch(() => {})
    }, 20)
    t.match(await messageOf(release()), /connection to .* was lost.*docker load/s)
    t.equal(await linked(), 'none')
    host = await machine.open()
    t.equal((await release())[0]?.kind, 'release')
    t.same(await left(), ['keep', 'keep'])
  })

  t.test('an app that does not come up: its last words; the link stays', async t => {
    const before = await linked()
    await project.program('echo looking; echo "cannot find the moon" >&2; exit 3')
    const message = await messageOf(release())
    t.match(message, /did not come up/)
    t.match(message, /rates-app-1: .*\n {2}\| looking[\s\S]*cannot find the moon/)
    t.equal(await linked(), before)
    t.same(await left(), ['change'])
    t.notMatch([message, ...said].join('\n'), 'canary')
  })

  t.test('compose files that docker compose does not take touch nothing that runs', async t => {
    await project.program()
    await release()
    const before = [await linked(), await machine.exec(['docker', 'ps', '-q'])]
    await project.compose('name: rates\nservices: { app: { image: x, ports: { a: b } } }\n')
    t.match(
      await messageOf(release()),
      /does not take the compose files[\s\S]*ports[\s\S]*not touched/,
    )
    await project.compose('name: [rates')
    t.match(await messageOf(release()), /compose\.yaml .*can't be read/)
    t.same([await linked(), await machine.exec(['docker', 'ps', '-q'])], before)
  })

  t.test('as many releases are kept as are to be, with their images', async t => {
    for (const number of [1, 2, 3, 4, 5, 6])
      await machine.exec(['sh', '-c', older, 'sh', `${number}`])
    await project.compose()
    await release()
    t.same(await left(), ['keep', 'keep'])
    const list = await machine.exec(['ls', '/srv/rates/releases'])
    t.equal(list.split('\n').length, 5)
    t.match(await linked(), list.split('\n').at(-1))
    const tags = await docker([
      ...['exec', machine.container, 'docker', 'image', 'ls', '-q'],
      ...['--filter', 'reference=rates-app', '--format', '{{.Tag}}'],
    ])
    t.equal(tags.output.trim().split('\n').length, 5)

    await project.program()
    await release(undefined, { keep: 2 })
    t.equal(await machine.exec(['sh', '-c', 'ls /srv/rates/releases | wc -l']), '2')
    t.equal((await target(host, undefined)).id, list.split('\n').at(-1), 'one to go back to')
  })
})

const firstOf = (stdin: Readable) => Readable.from(beginning(stdin))

async function* beginning(chunks: AsyncIterable<Buffer>) {
  for await (const chunk of chunks) {
    yield chunk.subarray(0, 10_000)
    return
  }
}
