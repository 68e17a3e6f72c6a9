// --key takes what can be used, and says of anything else what to type.
import { execFileSync } from 'node:child_process'
import t from 'tap'
import { Refusal } from '#provision/errors.ts'
import { readSshKey } from '#provision/ssh/keys.ts'

const none = { SSH_AUTH_SOCK: undefined }

const made = (t: { testdir(): string }, name: string, ...options: string[]) => {
  const file = `${t.testdir()}/${name}`
  execFileSync('ssh-keygen', ['-q', '-f', file, '-C', 'ana', ...options])
  return file
}

for (const type of ['ed25519', 'rsa'])
  t.test(`a private key of type ${type}`, async t => {
    const file = made(t, 'key', '-t', type, '-N', '')
    const key = readSshKey(file, none)
    t.equal(key.publicKey.split(' ')[0], `ssh-${type}`)
    t.match(execFileSync('ssh-keygen', ['-l', '-f', file], { encoding: 'utf8' }), key.fingerprint)
    t.hasOwnProp(key.config, 'privateKey')
    t.equal(readSshKey(`${file}.pub`, { SSH_AUTH_SOCK: '/agent' }).publicKey, key.publicKey)
  })

t.test('a passphrase', async t => {
  const file = made(t, 'key', '-t', 'ed25519', '-N', 'secret')
  t.throws(() => readSshKey(file, none), {
    name: 'Refusal',
    message: `ssh-add ${file}, then --key ${file}.pub`,
  })
})

t.test('a public key without an agent', async t => {
  const file = made(t, 'key', '-t', 'ed25519', '-N', '')
  t.throws(() => readSshKey(`${file}.pub`, none), { message: `ssh-add ${file}` })
})

t.test('what EC2 does not take', async t => {
  const file = made(t, 'key', '-t', 'ecdsa', '-N', '')
  t.throws(() => readSshKey(file, none), { message: 'ssh-keygen -t ed25519' })
})

t.test('no file, no key', async t => {
  const folder = t.testdir({ text: 'hello' })
  t.throws(() => readSshKey(`${folder}/absent`, none), Refusal)
  t.throws(() => readSshKey(`${folder}/text`, none), { message: 'no SSH key' })
})
