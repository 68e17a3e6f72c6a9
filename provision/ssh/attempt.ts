// One attempt to connect, and what its failure means: not yet, or not at all.
import { NodeSSH } from 'node-ssh'
import type { Client } from 'ssh2'
import { Refusal } from '../errors.ts'
import type { Destination } from './connect.ts'
import { fingerprint, keyBlob } from './host-key.ts'

/** The host may still be booting: worth another attempt. */
export class NotYet extends Error {
  override name = 'NotYet'
}

const handshakeTimeoutMs = 15_000
// A host that is gone is noticed after 15 s, also under a command that says nothing for long.
const keepalive = { keepaliveInterval: 5_000, keepaliveCountMax: 3 }

/** @throws NotYet, Refusal, or the reason of `signal` */
export const attempt = async (wanted: Destination, signal: AbortSignal | undefined) => {
  const seen: Seen = {}
  const ssh = new NodeSSH()
  const connecting = ssh.connect(settings(wanted, seen))
  // node-ssh makes the client before it waits for anything.
  const client = ssh.connection as Client
  client.on('error', error => {
    seen.error = error
  })
  client.on('banner', message => {
    seen.banner = message
  })
  const leave = () => ssh.dispose()
  signal?.addEventListener('abort', leave, { once: true })
  try {
    await connecting
    // 4 ms instead of 100 a command: an answer waited for Nagle's algorithm and a delayed acknowledgement.
    client.setNoDelay(true)
    return { ssh, client, lostBy: () => seen.error }
  } catch (error) {
    signal?.throwIfAborted()
    throw meaning(wanted, seen, seen.error ?? (error as SshError))
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

type SshError = Error & { code?: string; level?: string }
type Seen = { key?: Buffer; error?: SshError; banner?: string }

const settings = ({ address, port, user, hostKey, key }: Destination, seen: Seen) => ({
  ...{ host: address, port, username: user, ...key.config },
  ...{ readyTimeout: handshakeTimeoutMs, ...keepalive },
  // The type that is pinned, so that a host with several keys shows that one.
  algorithms: { serverHostKey: [hostKey.split(' ')[0] as 'ssh-ed25519'] },
  hostVerifier: (blob: Buffer) => {
    seen.key = blob
    return blob.equals(keyBlob(hostKey))
  },
})

const meaning = (wanted: Destination, seen: Seen, error: SshError) => {
  if (isOther(wanted, seen)) return otherHost(wanted, seen.key as Buffer)
  if (/no matching host key/i.test(error.message)) return otherHost(wanted, undefined)
  if (error.level === 'agent') return agentSilent(wanted, error)
  // pam_nologin lets nobody in until the boot is done, and says so in its banner.
  if (error.level === 'client-authentication' && !/booting up/i.test(seen.banner ?? ''))
    return notLetIn(wanted, error)
  if (error.code === 'ENOTFOUND') return unknownName(wanted, error)
  return new NotYet(reason(error, seen), { cause: error })
}

const isOther = ({ hostKey }: Destination, { key }: Seen) =>
  key !== undefined && !key.equals(keyBlob(hostKey))

const otherHost = ({ address, port, hostKey }: Destination, blob: Buffer | undefined) => {
  const shown = blob ? fingerprint(blob) : 'no key of that type'
  return new Refusal(
    `The host at ${address}:${port} is not the one that was made: its key should be ` +
      `${fingerprint(keyBlob(hostKey))}, and it shows ${shown}. Somebody may sit in between, or the instance was ` +
      'replaced outside of this tool. Nothing was sent. Compare with the console output of the instance ' +
      '(aws ec2 get-console-output); if it was replaced, provision with --replace.',
  )
}

const notLetIn = ({ address, user, key }: Destination, cause: Error) =>
  new Refusal(
    `${user}@${address} does not let in the key ${key.fingerprint}. Give --key the one that this ` +
      `environment was made with${'agent' in key.config ? ', and see that ssh-add -l lists it' : ''}.`,
    { cause },
  )

const agentSilent = ({ key }: Destination, cause: Error) =>
  new Refusal(
    `The ssh-agent could not be asked for the key ${key.fingerprint}: ${cause.message}. ` +
      'Check that SSH_AUTH_SOCK names a running agent.',
    { cause },
  )

const unknownName = ({ address }: Destination, cause: Error) =>
  new Refusal(`No address is known for the name ${address}. Check --ssh-host.`, { cause })

const reasons: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to it',
  ECONNRESET: 'connection reset',
}

const reason = ({ code, message }: SshError, { banner }: Seen) =>
  banner?.trim().split('\n')[0] ?? reasons[code ?? ''] ?? message
