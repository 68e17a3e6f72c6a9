// Commands on the operator's own machine, git and docker: what they print, or why they failed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from './errors.ts'

export type LocalOptions = {
  cwd?: string | undefined
  /** In place of this process's own. */
  env?: NodeJS.ProcessEnv | undefined
  stdin?: Readable | undefined
  signal?: AbortSignal | undefined
}

const lastLines = 15
const keptCharacters = 20_000

/** All that `argv` prints. Fails with its last words where it ends badly. */
export const local = async (argv: readonly string[], options: LocalOptions = {}) => {
  const chunks: Buffer[] = []
  for await (const chunk of localStream(argv, options)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export const localText = async (argv: readonly string[], options: LocalOptions = {}) =>
  (await local(argv, options)).toString().trim()

/** What `argv` prints as it comes. The command is gone when the reader has had enough. */
export async function* localStream(
  argv: readonly string[],
  { cwd, env, stdin, signal }: LocalOptions = {},
): AsyncGenerator<Buffer> {
  const [command = '', ...args] = argv
  const child = spawn(command, args, { cwd, env, signal, stdio: 'pipe' })
  const ended = once(child, 'close').catch(error => Promise.reject(notStarted(command, error)))
  ended.catch(() => {})
  let words = ''
  child.stderr.on('data', chunk => {
    words = `${words}${chunk}`.slice(-keptCharacters)
  })
  // A command that ends without reading on has said why in its exit code.
  pipeline(stdin ?? Readable.from([]), child.stdin).catch(() => {})

  try {
    for await (const chunk of child.stdout) yield chunk
    const [code] = await ended
    if (code !== 0) throw new LocalFailure(argv, code, words)
  } finally {
    child.kill()
  }
}

export class LocalFailure extends Error {
  override name = 'LocalFailure'
  readonly code: number
  readonly words: string

  constructor(argv: readonly string[], code: number, words: string) {
    const last = words.trim().split('\n').slice(-lastLines).join('\n')
    super(`${argv.slice(0, 3).join(' ')} failed on this machine (exit ${code}):\n${last}`)
    this.code = code
    this.words = words
  }
}

const notStarted = (command: string, error: NodeJS.ErrnoException) =>
  error.code === 'ENOENT'
    ? new Refusal(`${command} is not installed on this machine: install it and run this again.`)
    : error
