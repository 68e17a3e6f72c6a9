// The operator's key: a private key in a file, or FILE.pub for one that the ssh-agent holds.
import { readFileSync } from 'node:fs'
import ssh2 from 'ssh2'
import { Refusal } from '../errors.ts'
import { agentWith } from './agent.ts'
import { fingerprint } from './host-key.ts'

export type SshKey = {
  /** `ssh-ed25519 AAAA…`, no comment. */
  publicKey: string
  /** `SHA256:…` */
  fingerprint: string
  /** What ssh2 needs to log in with it. */
  config: { privateKey: string } | { agent: ssh2.BaseAgent }
}

/** @throws Refusal where the file is missing, no key, of a type that EC2 does not take, or encrypted */
export const readSshKey = (file: string, env: Environment = process.env): SshKey => {
  const content = read(file)
  const parsed = ssh2.utils.parseKey(content)
  if (parsed instanceof Error) throw unusable(file, parsed)
  if (!takenByEc2.includes(parsed.type))
    throw new Refusal(
      `${file} is a key of type ${parsed.type}, and EC2 takes ${takenByEc2.join(' and ')} only. ` +
        'Make one: ssh-keygen -t ed25519 -f ~/.ssh/rates',
    )

  const blob = parsed.getPublicSSH()
  const named = {
    publicKey: `${parsed.type} ${blob.toString('base64')}`,
    fingerprint: fingerprint(blob),
  }
  if (parsed.isPrivateKey()) return { ...named, config: { privateKey: content } }

  if (!env.SSH_AUTH_SOCK)
    throw new Refusal(
      `${file} is a public key, so its private key has to be in an ssh-agent, and SSH_AUTH_SOCK names none. ` +
        `Start one: eval "$(ssh-agent)" && ssh-add ${file.replace(/\.pub$/, '')}`,
    )
  return { ...named, config: { agent: agentWith(env.SSH_AUTH_SOCK, blob) } }
}

type Environment = { SSH_AUTH_SOCK?: string | undefined }

const takenByEc2 = ['ssh-ed25519', 'ssh-rsa']

const read = (file: string) => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const { message } = cause as Error
    throw new Refusal(
      `The SSH key ${file} cannot be read: ${message}. ` +
        'Give --key the file of a private key, or make one: ssh-keygen -t ed25519 -f ~/.ssh/rates',
      { cause },
    )
  }
}

const unusable = (file: string, cause: Error) =>
  /encrypted/i.test(cause.message)
    ? new Refusal(
        `${file} has a passphrase. Let the ssh-agent keep it: ssh-add ${file}, then --key ${file}.pub`,
        { cause },
      )
    : new Refusal(`${file} is no SSH key that can be read: ${cause.message}`, { cause })
