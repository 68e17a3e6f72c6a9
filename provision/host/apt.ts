// apt-get on a host where others use it, too: cloud-init, the daily updates, an operator.
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../errors.ts'
import type { Say } from '../say.ts'
import { CommandFailed } from '../ssh/errors.ts'
import type { Host } from '../ssh/host.ts'
import { sayingSo } from './saying-so.ts'

const aptTimeoutMs = 20 * 60_000
const lockTimeoutMs = 10 * 60_000
const pollMs = 1_000

/** Runs `apt-get …` as soon as nobody else does. */
export const apt = async (host: Host, args: string[], say: Say): Promise<void> => {
  const deadline = performance.now() + lockTimeoutMs
  for (;;) {
    await untilAptIsFree(host, say, deadline)
    try {
      await host.run(aptGet(args), { timeoutMs: aptTimeoutMs })
      return
    } catch (error) {
      // Somebody was faster between the look and the start.
      const isLocked = error instanceof CommandFailed && /Could not get lock/.test(error.output)
      if (!isLocked || performance.now() > deadline) throw error
    }
  }
}

/** Does what dpkg was about to do when it was ended; apt-get refuses to begin before. */
export const finishInterrupted = async (host: Host, say: Say): Promise<void> => {
  await untilAptIsFree(host, say, performance.now() + lockTimeoutMs)
  const configure = ['dpkg', '--force-confdef', '--force-confold', '--configure', '--pending']
  await host.run(configure, { timeoutMs: aptTimeoutMs })
}

const untilAptIsFree = async (host: Host, say: Say, deadline: number) => {
  const holder = await lockHolder(host)
  if (!holder) return

  await sayingSo(say, `waiting for apt on ${host.address}, which ${holder} uses`, async () => {
    while (await lockHolder(host)) {
      if (performance.now() > deadline) throw lockedForLong(host, holder)
      await sleep(pollMs)
    }
  })
}

const aptGet = (args: string[]) => [
  ...['apt-get', '--yes', '--quiet'],
  ...['-o', 'Acquire::Retries=3', '-o', 'APT::Update::Error-Mode=any'],
  // A settings file that the operator changed stays theirs; nobody is there to be asked.
  ...['-o', 'Dpkg::Options::=--force-confdef', '-o', 'Dpkg::Options::=--force-confold'],
  ...args,
]

/** `unattended-upgr (812)`, or nothing. */
const lockHolder = async (host: Host) => {
  const { stdout } = await host.run(['python3', '-c', askLocks, ...locks])
  return stdout.trim() || undefined
}

const locks = [
  '/var/lib/dpkg/lock-frontend',
  '/var/lib/dpkg/lock',
  '/var/lib/apt/lists/lock',
  '/var/cache/apt/archives/lock',
]

// Asked of the kernel, which takes no lock. Python is there: cloud-init is written in it.
const askLocks = `
import fcntl, os, struct, sys
for path in filter(os.path.exists, sys.argv[1:]):
    asked = struct.pack('hhqqi4x', fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    with open(path) as file:
        kind, _, _, _, pid = struct.unpack('hhqqi4x', fcntl.fcntl(file, fcntl.F_GETLK, asked))
    if kind != fcntl.F_UNLCK:
        try: name = open(f'/proc/{pid}/comm').read().strip()
        except OSError: name = 'a process'
        sys.exit(print(f'{name} ({pid})'))
`

const lockedForLong = (host: Host, holder: string) =>
  new Refusal(
    `apt on ${host.address} has been in use by ${holder} for ${lockTimeoutMs / 60_000} minutes. ` +
      'Look what it does (ps, /var/log/apt/term.log), then run the same command again.',
  )
