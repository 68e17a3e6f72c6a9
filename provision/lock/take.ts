// Takes the deploy lock: a process on the host holds it for as long as it hears from here.
import { PassThrough } from 'node:stream'
import { Refusal } from '#provision/errors.ts'
import { CommandFailed } from '#provision/ssh/errors.ts'
import type { Host } from '#provision/ssh/host.ts'
import { LockHeld, LockLost } from './errors.ts'
import { holderWords, lockFolder, readHolder } from './holder.ts'
import type { LockWanted } from './lock.ts'
import { takeScript } from './scripts.ts'

export type Hold = {
  token: string
  /** Aborted with LockLost. */
  lost: AbortSignal
  release(): Promise<void>
}

type Taking = LockWanted & { token: string }

const beatMs = 1_000
// 2 MB of files may be before a beat in the line: 14 s at 1.2 Mbit/s. A connection itself waits 20 s
// for an answer.
const usualSilenceMs = 25_000
const longestHoldMs = 24 * 60 * 60_000
// Whoever takes it ends what is left of others first, and then says who it is.
const untilNamedMs = 25_000

/** @throws {LockHeld} · the reason of the signal · what ends a connection */
export const take = async (host: Host, wanted: Taking): Promise<Hold> => {
  const held = Promise.withResolvers<void>()
  const lost = new AbortController()
  const line = beating()
  const leave = (reason: unknown) => {
    held.reject(reason)
    line.end()
  }
  const stop = () => leave(wanted.signal?.reason)
  wanted.signal?.addEventListener('abort', stop, { once: true })
  if (wanted.signal?.aborted) stop()

  const ended = host.run(command(wanted), {
    under: ['sh', '-c', takeScript],
    stdin: line.input,
    timeoutMs: longestHoldMs,
    onLine: reader(host, wanted, { held: held.resolve, leave }),
  })
  ended.finally(line.end).catch(() => {})
  ended.then(
    () => held.reject(new LockLost(host.address, undefined)),
    error => held.reject(explained(host, error)),
  )
  try {
    await held.promise
  } catch (error) {
    await ended.catch(() => {})
    throw error
  } finally {
    wanted.signal?.removeEventListener('abort', stop)
  }
  const release = async () => {
    line.end()
    // Whatever ended it, it is free, or will be when the host has heard nothing for long enough.
    await ended.catch(() => {})
  }
  ended.then(
    () => lost.abort(new LockLost(host.address, undefined)),
    // A lost connection, a signal: those end every command by themselves.
    error =>
      error instanceof CommandFailed &&
      lost.abort(new LockLost(host.address, undefined, { cause: error })),
  )
  return { token: wanted.token, lost: lost.signal, release }
}

const command = ({ token, owner, from, why, silenceMs = usualSilenceMs }: Taking) => [
  ...['deploy-lock', lockFolder, `${silenceMs / 1000}`],
  JSON.stringify({ token, owner, from, why }),
]

const beating = () => {
  const input = new PassThrough()
  const beats = setInterval(() => input.write('.\n'), beatMs)
  const end = () => {
    clearInterval(beats)
    input.end()
  }
  return { input, end }
}

type Answers = { held: () => void; leave: (reason: unknown) => void }

/** What the process on the host says, a word first. */
const reader = (host: Host, { waitMs = 0, say }: Taking, { held, leave }: Answers) => {
  const startMs = performance.now()
  let told = ''
  const tell = (line: string) => {
    if (line !== told) say(line)
    told = line
  }
  const answers: Record<string, (rest: string) => void> = {
    held,
    busy: rest => {
      const holder = readHolder(rest)
      const patienceMs = holder ? waitMs : Math.max(waitMs, untilNamedMs)
      if (performance.now() - startMs >= patienceMs) leave(new LockHeld(host.address, holder))
      else if (holder) tell(`waiting for another deploy: ${holderWords(holder)}`)
    },
    ending: rest => tell(`ending what an earlier run left running: ${rest}`),
    stuck: rest => leave(stuck(host, rest)),
  }
  return (line: string) => {
    const [word = '', ...rest] = line.split(' ')
    answers[word]?.(rest.join(' '))
  }
}

const stuck = ({ address }: Host, pids: string) =>
  new Refusal(
    `What an earlier deploy left running on ${address} cannot be ended: process ${pids}. Nothing was changed. Look at it (npx zx scripts/host.mjs --env NAME ssh ps -fp ${pids.split(' ')[0]}), restart the host if it must be, then run this again.`,
  )

const explained = (host: Host, error: unknown) =>
  error instanceof CommandFailed
    ? new Refusal(
        `The deploy lock of ${host.address} could not be taken: ${error.output || `exit code ${error.code}`}. Nothing was changed. Run the same command again.`,
        { cause: error },
      )
    : error
