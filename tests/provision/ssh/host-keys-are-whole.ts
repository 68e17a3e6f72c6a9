// A host key made here is one that OpenSSH takes, also when its bytes begin with zeros.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import ssh2 from 'ssh2'
import t from 'tap'
import { fingerprint, keyBlob, newHostKey } from '#provision/ssh/host-key.ts'

// Of so many, 8 begin with a zero byte.
const many = 2_000

t.test(`${many} keys sign what they verify`, async t => {
  for (let i = 0; i < many; i++) {
    const { privateKey, publicKey } = newHostKey()
    const parsed = ssh2.utils.parseKey(privateKey)
    if (parsed instanceof Error) throw parsed
    const isPair = parsed.getPublicSSH().equals(keyBlob(publicKey))
    if (!isPair || !parsed.verify('text', parsed.sign('text'))) t.fail(publicKey)
  }
})

t.test('ssh-keygen sees the same key', async t => {
  const { privateKey, publicKey } = newHostKey()
  const file = `${t.testdir()}/key`
  writeFileSync(file, privateKey, { mode: 0o600 })
  const keygen = (...args: string[]) =>
    execFileSync('ssh-keygen', args, { encoding: 'utf8' }).trim()
  t.equal(keygen('-y', '-f', file), publicKey)
  t.match(keygen('-l', '-f', file), fingerprint(keyBlob(publicKey)))
})
