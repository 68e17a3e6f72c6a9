import t from 'tap'
import { parse } from 'yaml'
import { userData } from '#provision/host/user-data.ts'
import { newHostKey } from '#provision/ssh/host-key.ts'

// What EC2 takes, before it is base64.
const mostBytes = 16 * 1024

t.test('user data is a cloud-config with the host key and no other secret', async t => {
  const hostKey = newHostKey()
  const text = userData({ hostKey })
  t.ok(text.startsWith('#cloud-config\n'))
  t.ok(Buffer.byteLength(text) < mostBytes)
  t.same(parse(text), {
    ssh_deletekeys: true,
    ssh_keys: { ed25519_private: hostKey.privateKey, ed25519_public: hostKey.publicKey },
    ssh_pwauth: false,
    disable_root: true,
  })
})
