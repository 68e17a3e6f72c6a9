// The stack that is backed up: on a host, or on this machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { Refusal } from '#provision/errors.ts'
import { harmless } from '#provision/redact.ts'
import { composeOfCurrent } from '#provision/release/start.ts'
import type { Say } from '#provision/say.ts'
import { CommandFailed } from '#provision/ssh/errors.ts'
import type { Host } from '#provision/ssh/host.ts'

/**
 * Runs `docker compose WORDS`, telling what it prints as it comes unless that is an answer for us.
 * @returns what it has printed to standard output. @throws {Refusal} unless it ends well
 */
export type Stack = (words: readonly string[], how?: { quiet?: boolean }) => Promise<string>

// A dump of hundreds of millions of prices; the container ends with the command.
const longestMs = 12 * 60 * 60_000

/** @param signal  ends what is under way there */
export const stackOn =
  (host: Pick<Host, 'run'>, say: Say, signal?: AbortSignal): Stack =>
  async (words, { quiet = false } = {}) => {
    const argv = composeOfCurrent(...words)
    const told = { ...(!quiet && { onLine: say }), ...(signal && { signal }) }
    const ended = await host.run(argv, { timeoutMs: longestMs, ...told }).catch(error => {
      if (error instanceof CommandFailed) throw failed(words, `exit code ${error.code}`, error)
      throw error
    })
    return ended.stdout
  }

/** `root`: the folder of compose.yaml. */
export const stackHere =
  (root: string, say: Say, signal?: AbortSignal): Stack =>
  async (words, { quiet = false } = {}) => {
    const command = spawn('docker', ['compose', ...words], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A Ctrl-C in the terminal is for us alone: docker would leave, and what it began go on.
      detached: true,
      ...(signal && { signal }),
    })
    const ended = once(command, 'close')
    const lines: string[] = []
    createInterface({ input: command.stdout }).on('line', line => lines.push(line))
    if (!quiet)
      for (const input of [command.stdout, command.stderr])
        createInterface({ input }).on('line', line => say(harmless(stripVTControlCharacters(line))))
    const [code, by] = await ended.catch(error => Promise.reject(notStarted(error)))
    if (code === 0) return lines.join('\n')
    throw failed(words, by ? `${by}; what it began may go on` : `exit code ${code}`)
  }

const failed = (words: readonly string[], how: string, cause?: Error) =>
  new Refusal(`docker compose ended with ${how} at "${told(words)}": what it said is above.`, {
    cause,
  })

// Without the options, which nobody typed.
const told = (words: readonly string[]) =>
  words.filter(word => !word.startsWith('-') && word !== 'quiet').join(' ')

const notStarted = (error: NodeJS.ErrnoException) =>
  error.code === 'ENOENT'
    ? new Refusal('docker is not installed on this machine: install it and run this again.')
    : error
