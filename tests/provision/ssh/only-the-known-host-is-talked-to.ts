// A host is waited for while it boots; another one, or a closed door, is told at once.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { freePort } from '#db/embedded/port.ts'
import { connect } from '#provision/ssh/host.ts'
import { fingerprint, keyBlob, newHostKey } from '#provision/ssh/host-key.ts'
import { readSshKey } from '#provision/ssh/keys.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

t.test('a host', needsDocker(), async t => {
  const { boot, destination, said, keyFile } = await connectedHost(t)
  t.ok(
    said.some(line => /waiting for SSH at 127.0.0.1:\d+: .* \(\d+ s\)/.test(line)),
    'is waited for',
  )

  await t.test('with another key is not talked to', async t => {
    const other = newHostKey().publicKey
    const refused = connect({ ...destination, hostKey: other })
    await t.rejects(refused, { name: 'Refusal', message: fingerprint(keyBlob(other)) })
    await t.rejects(refused, { message: fingerprint(keyBlob(destination.hostKey)) })
    await t.rejects(refused, { message: /sit in between, or the instance was replaced/ })
    const rsa = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ=='
    await t.rejects(connect({ ...destination, hostKey: rsa }), { message: 'not the one' })
    t.equal(await logins(boot), 1, 'nobody logged in')
  })

  await t.test('that does not let the key in is asked once', async t => {
    const folder = t.testdir({ other: newHostKey().privateKey })
    const key = readSshKey(`${folder}/other`)
    const startedAt = performance.now()
    await t.rejects(connect({ ...destination, key }), { message: /does not let in .* --key/ })
    t.ok(performance.now() - startedAt < 5_000)
  })

  await t.test('lets in the key that an agent keeps, among many', async t => {
    const socket = await startAgent(t)
    const folder = t.testdir()
    const env = { ...process.env, SSH_AUTH_SOCK: socket }
    for (let i = 0; i < 7; i++) {
      const file = `${folder}/other`
      writeFileSync(file, newHostKey().privateKey, { mode: 0o600 })
      execFileSync('ssh-add', ['-q', file], { env })
    }
    writeFileSync(`${folder}/mine.pub`, `${readSshKey(keyFile).publicKey}\n`)
    const key = readSshKey(`${folder}/mine.pub`, { SSH_AUTH_SOCK: socket })
    await t.rejects(connect({ ...destination, key }), { message: 'ssh-add -l' })
    execFileSync('ssh-add', ['-q', '-'], { env, input: readFileSync(keyFile) })
    const host = await connect({ ...destination, key })
    t.equal((await host.run(['whoami'])).stdout, 'root\n')
    host.close()
  })

  await t.test('that is still booting is asked again', async () => {
    await boot.exec(['sh', '-c', 'echo "System is booting up. See pam_nologin(8)" >/run/nologin'])
    const booting = Promise.withResolvers<void>()
    const say = (line: string) => void (line.includes('booting up') && booting.resolve())
    const connecting = connect({ ...destination, say })
    await booting.promise
    await boot.exec(['rm', '/run/nologin'])
    const host = await connecting
    host.close()
  })
})

t.test('a port where nobody answers', async t => {
  const key = readSshKey(`${t.testdir({ key: newHostKey().privateKey })}/key`)
  const place = {
    address: '127.0.0.1',
    port: await freePort(),
    user: 'admin',
    hostKey: newHostKey().publicKey,
  }
  const asked = { ...place, key, say: () => {} }
  await t.rejects(connect({ ...asked, timeoutMs: 900 }), {
    message: /did not answer within .*refused.*--ssh-from/,
  })
  const signal = AbortSignal.timeout(300)
  await t.rejects(connect({ ...asked, timeoutMs: 60_000, signal }), { name: 'TimeoutError' })
})

const logins = async (boot: { exec(argv: string[]): Promise<string> }) =>
  Number(await boot.exec(['sh', '-c', 'journalctl -t sshd-session -t sshd | grep -c Accepted']))

const startAgent = async (t: Test) => {
  const socket = `/tmp/rates-test-agent-${process.pid}`
  const agent: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket])
  t.teardown(() => agent.kill())
  await once(agent.stdout as NodeJS.ReadableStream, 'data')
  return socket
}
