// Waiting for AWS: its answers come true a little later. Every wait backs off, ends, and can be stopped.
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../errors.ts'
import type { Say } from '../say.ts'
import { isCode } from './errors.ts'

export type Pause = (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>

/** What a wait needs. `signal` ends it between two questions, never within one. */
export type Waiting = { pause: Pause; signal?: AbortSignal | undefined; say: Say }

/** `what` may be told anew with each answer. */
type Wait = { what: string; timeoutMs: number }

export const realPause: Pause = (milliseconds, signal) =>
  sleep(milliseconds, undefined, signal ? { signal } : {})

const firstPauseMs = 1_000
const longestPauseMs = 10_000
const growth = 1.5

/** The first answer that is not undefined. */
export const until = async <T>(
  { pause, signal, say }: Waiting,
  wait: Wait,
  ask: () => Promise<T | undefined>,
): Promise<T> => {
  let waitedMs = 0
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * growth, longestPauseMs)) {
    stopIfAsked(signal)
    const answer = await ask()
    if (answer !== undefined) return answer
    if (waitedMs >= wait.timeoutMs)
      throw new Refusal(
        `Waited ${seconds(waitedMs)} for ${wait.what}, in vain. Run the same command again: it goes on from here.`,
      )

    if (waitedMs === 0 || pauseMs === longestPauseMs)
      say(`  waiting for ${wait.what} (${seconds(waitedMs)})`)
    await pause(pauseMs, signal).catch(error => {
      stopIfAsked(signal)
      throw error
    })
    waitedMs += pauseMs
  }
}

const consistencyTimeoutMs = 90_000

/** Asks again while AWS answers with one of these codes, as it does for things made a second ago. */
export const patiently = <T>(
  waiting: Waiting,
  { what, codes }: { what: string; codes: string[] },
  call: () => Promise<T>,
): Promise<T> => {
  let last: unknown
  const ask = async () => {
    try {
      return { answer: await call() }
    } catch (error) {
      if (!isCode(error, ...codes)) throw error
      last = error
    }
  }
  return until(waiting, { what, timeoutMs: consistencyTimeoutMs }, ask).then(
    ({ answer }) => answer,
    error => {
      throw error instanceof Refusal && last instanceof Error && !(error instanceof Stopped)
        ? new Refusal(`${error.message} AWS says: ${last.message}`, { cause: last })
        : error
    },
  )
}

/** The operator pressed Ctrl-C. */
export class Stopped extends Refusal {
  override name = 'Stopped'
}

export const stopIfAsked = (signal: AbortSignal | undefined) => {
  if (signal?.aborted)
    throw new Stopped('Stopped. Run the same command again: it goes on from here.')
}

export const seconds = (milliseconds: number) =>
  milliseconds < 9_950
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.round(milliseconds / 1000)} s`
