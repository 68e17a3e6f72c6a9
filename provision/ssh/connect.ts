// A connection to the host whose key is known beforehand, waited for while the host boots.
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../errors.ts'
import type { Say } from '../say.ts'
import { attempt, NotYet } from './attempt.ts'
import { type Host, hostOver } from './host.ts'
import type { SshKey } from './keys.ts'

export type Destination = {
  address: string
  port: number
  user: string
  /** `ssh-ed25519 AAAA…`: the whole key of the host, no other is accepted. */
  hostKey: string
  key: SshKey
}

export type Connecting = Destination & {
  /** For all attempts together. */
  timeoutMs: number
  signal?: AbortSignal
  say: Say
}

const firstPauseMs = 250
const longestPauseMs = 2_000
const repeatMs = 15_000

/** @throws Refusal where it is another host, the key is not let in, or the time is over */
export const connect = async (wanted: Connecting): Promise<Host> => {
  const { signal, say, timeoutMs } = wanted
  const where = shownAddress(wanted)
  const startedAt = performance.now()
  let told = { line: '', atMs: 0 }
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    signal?.throwIfAborted()
    try {
      const { ssh, ...connection } = await attempt(wanted, signal)
      return hostOver(ssh, { ...connection, address: where, signal })
    } catch (error) {
      if (!(error instanceof NotYet)) throw error
      const elapsedMs = performance.now() - startedAt
      if (elapsedMs + pauseMs > timeoutMs) throw gaveUp(where, elapsedMs, error)
      const line = `waiting for SSH at ${where}: ${error.message}`
      // One line a reason, and again now and then: a boot takes a minute.
      if (line !== told.line || elapsedMs - told.atMs > repeatMs) {
        say(`${line} (${seconds(elapsedMs)} s)`)
        told = { line, atMs: elapsedMs }
      }
      await sleep(pauseMs, undefined, signal ? { signal } : {}).catch(() => {})
    }
  }
}

const usualPort = 22

const shownAddress = ({ address, port }: Destination) =>
  port === usualPort ? address : `${address}:${port}`

const seconds = (ms: number) => Math.round(ms / 1000)

const gaveUp = (where: string, elapsedMs: number, cause: NotYet) =>
  new Refusal(
    `SSH at ${where} did not answer within ${seconds(elapsedMs)} s: ${cause.message}. Check that the instance ` +
      'runs, that --ssh-from holds your own address, and --ssh-host and --ssh-port if you use them. ' +
      'Then run the same command again.',
    { cause },
  )
