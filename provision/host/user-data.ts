// What an instance is given for its first boot: who it is, and nothing else.
import { stringify } from 'yaml'
import type { HostKey } from '../ssh/host-key.ts'

/**
 * The cloud-config that makes the host show `hostKey` from its first second on.
 * Anybody on the host can read it: it holds no other secret, and never will.
 */
export const userData = ({ hostKey }: { hostKey: HostKey }) =>
  `#cloud-config\n${stringify({
    // Keys baked into an image are other hosts' keys, too.
    ssh_deletekeys: true,
    ssh_keys: { ed25519_private: hostKey.privateKey, ed25519_public: hostKey.publicKey },
    ssh_pwauth: false,
    disable_root: true,
  })}`
