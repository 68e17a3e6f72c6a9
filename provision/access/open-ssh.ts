// The ssh program, for what wants a terminal or a tunnel: it knows the host by the key that its tag names.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Machine } from '../apply.ts'
import { Refusal } from '../errors.ts'
import { quoted } from '../ssh/quote.ts'
import type { OnHost } from './commands.ts'
import { type Route, user } from './reach.ts'

/** Which host, how it is reached, and with which key. */
export type Way = Route & {
  machine: Pick<Machine, 'instance' | 'address' | 'hostKey'>
  keyFile: string
}

/** Its exit code. */
export const openSsh = (opening: Way & OnHost): Promise<number> =>
  withKnownHost(opening, async known => {
    const ssh = spawn('ssh', sshWords(opening, known, process.stdin.isTTY === true), {
      stdio: 'inherit',
    })
    // What this leaves is removed when ssh has ended.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => ssh.kill(signal))
    const [code] = await once(ssh, 'exit').catch(missing)
    return code ?? 255
  })

/** `work` gets a file with the host's key; the folder that it is in, nobody else's, goes after it. */
export const withKnownHost = async <T>(
  { machine }: Pick<Way, 'machine'>,
  work: (knownHosts: string, folder: string) => Promise<T>,
): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'rates-known-host-'))
  try {
    const known = join(folder, 'known_hosts')
    await writeFile(known, `${machine.instance} ${machine.hostKey}\n`)
    return await work(known, folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The arguments of `ssh`; pure. */
export const sshWords = (
  { machine, sshHost, sshPort, keyFile, argv, forward }: Way & OnHost,
  knownHosts: string,
  terminal: boolean,
) => [
  ...['-i', keyFile, '-p', `${sshPort ?? 22}`, ...(terminal && !forward ? ['-t'] : [])],
  ...option('UserKnownHostsFile', knownHosts),
  ...option('GlobalKnownHostsFile', '/dev/null'),
  ...option('StrictHostKeyChecking', 'yes'),
  // Not the address: a tunnel's is another, and one address may lead to several hosts in turn.
  ...option('HostKeyAlias', machine.instance),
  // Neither an open connection of another environment, nor keys from elsewhere.
  ...option('ControlPath', 'none'),
  ...option('KnownHostsCommand', 'none'),
  ...option('IdentitiesOnly', 'yes'),
  ...option('ServerAliveInterval', '5'),
  // Nothing of the operator's own on a host that may be taken over.
  ...option('ForwardAgent', 'no'),
  ...option('ForwardX11', 'no'),
  ...(forward ? ['-N', '-L', forward, ...option('ExitOnForwardFailure', 'yes')] : []),
  '--',
  `${user}@${sshHost ?? machine.address}`,
  // One word is a line of shell, as ssh itself takes it.
  ...(argv.length > 0 ? [argv.length === 1 ? (argv[0] ?? '') : quoted(argv)] : []),
]

const option = (name: string, value: string) => ['-o', `${name}=${value}`]

const missing = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error
  throw new Refusal('The ssh program is not here: install the OpenSSH client.', { cause: error })
}
