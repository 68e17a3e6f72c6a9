// A host whose commands run only while the deploy lock is ours: checked on the host, command by command.
import { CommandFailed } from '#provision/ssh/errors.ts'
import type { Ended, Host, RunOptions } from '#provision/ssh/host.ts'
import { putOn } from '#provision/ssh/put.ts'
import { LockLost } from './errors.ts'
import { lockFolder, readHolder } from './holder.ts'
import { guardScript, lostCode, lostWord } from './scripts.ts'
import type { Hold } from './take.ts'

/** `token` is that of the lock it stands behind. */
export type FencedHost = Host & { token: string }

export const fenced = (host: Host, { token, lost }: Pick<Hold, 'token' | 'lost'>): FencedHost => {
  const guarded = (argv: readonly string[], options: RunOptions) =>
    refusing(host, () =>
      host.run(argv, {
        ...options,
        ...(options.onLine && { onLine: unlessLost(options.onLine) }),
        signal: options.signal ? AbortSignal.any([lost, options.signal]) : lost,
        under: [
          ...guard(token),
          ...(options.sudo === false ? asLoggedIn : []),
          ...(options.under ?? []),
        ],
        sudo: true,
      }),
    )
  const run: Host['run'] = async (argv, options = {}) => {
    lost.throwIfAborted()
    try {
      const ended = await guarded(argv, options)
      if (wasKilled(ended.code)) await guarded(['true'], {})
      return ended
    } catch (error) {
      // A new holder has ended it, and the news of that is still on its way.
      if (error instanceof CommandFailed && wasKilled(error.code)) await guarded(['true'], {})
      throw error
    }
  }
  return { address: host.address, token, run, put: putOn(run), close: () => host.close() }
}

const guard = (token: string) => ['sh', '-c', guardScript, 'sh', lockFolder, token]

const asLoggedIn = [
  ...['sh', '-c', 'exec setpriv --reuid "$SUDO_UID" --regid "$SUDO_GID" --init-groups "$@"'],
  'sh',
]

// What a shell makes of a signal.
const wasKilled = (code: number) => code >= 128

const refusing = async (host: Host, work: () => Promise<Ended>) => {
  try {
    const ended = await work()
    if (ended.code === lostCode) refuseLost(host, ended.stderr)
    return ended
  } catch (error) {
    if (error instanceof CommandFailed && error.code === lostCode) refuseLost(host, error.output)
    throw error
  }
}

const refuseLost = (host: Host, said: string) => {
  const line = said.split('\n').find(text => text.startsWith(lostWord))
  if (line) throw new LockLost(host.address, readHolder(line.slice(lostWord.length)))
}

const unlessLost = (onLine: (line: string) => void) => (line: string) => {
  if (!line.startsWith(lostWord)) onLine(line)
}
