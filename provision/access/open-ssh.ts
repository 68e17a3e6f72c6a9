// The ssh program, for what wants a terminal: it knows the host by the key that its tag names.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Machine } from '../apply.ts'
import { Refusal } from '../errors.ts'
import { quoted } from '../ssh/quote.ts'
import { type Route, user } from './reach.ts'

type Opening = Route & {
  machine: Pick<Machine, 'instance' | 'address' | 'hostKey'>
  keyFile: string
  /** Empty: a shell. */
  argv: readonly string[]
}

/** Its exit code. */
export const openSsh = async (opening: Opening): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'rates-known-host-'))
  try {
    const known = join(folder, 'known_hosts')
    await writeFile(known, `${opening.machine.instance} ${opening.machine.hostKey}\n`)
    // Ctrl-C is ssh's; what it leaves is removed when it has ended.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
    const ssh = spawn('ssh', sshWords(opening, known, process.stdin.isTTY === true), {
      stdio: 'inherit',
    })
    const [code] = await once(ssh, 'exit').catch(missing)
    return code ?? 255
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The arguments of `ssh`; pure. */
export const sshWords = (
  { machine, sshHost, sshPort, keyFile, argv }: Opening,
  knownHosts: string,
  terminal: boolean,
) => [
  ...['-i', keyFile, '-p', `${sshPort ?? 22}`, ...(terminal ? ['-t'] : [])],
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
  `${user}@${sshHost ?? machine.address}`,
  // One word is a line of shell, as ssh itself takes it.
  ...(argv.length > 0 ? ['--', argv.length === 1 ? (argv[0] ?? '') : quoted(argv)] : []),
]

const option = (name: string, value: string) => ['-o', `${name}=${value}`]

const missing = (error: NodeJS.ErrnoException) => {
  if (error.code !== 'ENOENT') throw error
  throw new Refusal('The ssh program is not here: install the OpenSSH client.', { cause: error })
}
