// One command on a host: quoted once, watched to its end, ended on the host when nobody waits any more.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client, ClientChannel } from 'ssh2'
import { CommandFailed, CommandTimedOut, ConnectionLost } from './errors.ts'
import type { Ended, RunOptions } from './host.ts'
import { linesTo } from './lines.ts'
import { quoted } from './quote.ts'

export type Connection = {
  client: Client
  address: string
  signal: AbortSignal | undefined
  /** Why the connection ended, where that is known. */
  lostBy: () => Error | undefined
}

const defaultTimeoutMs = 10 * 60_000

export const runOn =
  (connection: Connection) =>
  async (argv: readonly string[], options: RunOptions = {}): Promise<Ended> => {
    const { timeoutMs = defaultTimeoutMs, mayFail = false } = options
    const command = shown(argv)
    const stop = stopSignals(connection.signal, options.signal, timeoutMs)
    const end = await watched(connection, argv, options, stop)

    if (stop.byCaller?.aborted) throw stop.byCaller.reason
    if (stop.byTime.aborted)
      throw new CommandTimedOut(command, connection.address, { timeoutMs, output: output(end) })
    if (end.inputError) throw end.inputError
    if (end.code === undefined)
      throw new ConnectionLost(command, connection.address, connection.lostBy() ?? end.openError)
    if (end.code !== 0 && (!mayFail || isOfSudo(end)))
      throw new CommandFailed(command, connection.address, { code: end.code, output: output(end) })
    return { code: end.code, stdout: end.stdout, stderr: end.stderr }
  }

// sudo's own failure is no answer of the command: taken for one, a file would seem to be missing.
const isOfSudo = ({ code, stderr }: End) => code === 1 && /^sudo: /m.test(stderr)

type Stop = { any: AbortSignal; byCaller: AbortSignal | undefined; byTime: AbortSignal }

const stopSignals = (
  ofConnection: AbortSignal | undefined,
  ofCall: AbortSignal | undefined,
  timeoutMs: number,
): Stop => {
  const callers = [ofConnection, ofCall].filter(signal => signal !== undefined)
  const byTime = AbortSignal.timeout(timeoutMs)
  return { any: AbortSignal.any([...callers, byTime]), byCaller: AbortSignal.any(callers), byTime }
}

type End = { code?: number; stdout: string; stderr: string; inputError?: Error; openError?: Error }

const watched = async (
  connection: Connection,
  argv: readonly string[],
  options: RunOptions,
  stop: Stop,
): Promise<End> => {
  const id = randomUUID()
  const end: End = { stdout: '', stderr: '' }
  if (stop.any.aborted) return end
  const line = marked(id, [...(options.under ?? []), ...argv], options.sudo ?? true)
  const opened = await open(connection, line, channel => collect(channel, end, options)).catch(
    error => {
      end.openError = error
    },
  )
  if (!opened) return end
  const { channel, closed } = opened
  let ending: Promise<unknown> | undefined
  const endThere = () => {
    ending ??= endOnHost(connection, id).catch(() => channel.destroy())
  }
  stop.any.addEventListener('abort', endThere, { once: true })
  // An abort while the channel opened was before the listener.
  if (stop.any.aborted) endThere()
  feed(channel, options.stdin).catch(error => {
    end.inputError = error
    endThere()
  })
  const isWhole = await answered(connection, closed)
  // An exit code may come before the last of the output: without the rest it is no answer.
  if (!isWhole) delete end.code
  stop.any.removeEventListener('abort', endThere)
  if (options.stdin instanceof Readable) options.stdin.destroy()
  await ending
  return end
}

/** Whether the channel was closed as the host does it, not with the connection under it. */
const answered = async ({ client }: Connection, closed: Promise<unknown>) => {
  let isGone = false
  const gone = () => {
    isGone = true
  }
  client.once('close', gone)
  await closed
  client.off('close', gone)
  return !isGone
}

// Every process of the command carries the mark in its environment: closing a channel ends none of them.
const marked = (id: string, argv: readonly string[], sudo: boolean) => {
  const mark = ['env', `RATES_RUN=${id}`]
  const surroundings = [...mark, 'LC_ALL=C.UTF-8', 'DEBIAN_FRONTEND=noninteractive']
  return quoted([...mark, ...(sudo ? ['sudo', '-n'] : []), ...surroundings, ...argv])
}

// A short command answers and ends in one packet: whoever listens after an await has missed it.
const open = ({ client }: Connection, line: string, listen: (channel: ClientChannel) => void) =>
  new Promise<{ channel: ClientChannel; closed: Promise<unknown> }>((resolve, reject) => {
    // ssh2 never calls back where the connection ends before the answer.
    const lost = () => reject(new Error('closed'))
    client.once('close', lost)
    try {
      client.exec(line, (error, channel) => {
        client.off('close', lost)
        if (error) return reject(error)
        const closed = once(channel, 'close')
        listen(channel)
        resolve({ channel, closed })
      })
    } catch (error) {
      client.off('close', lost)
      reject(error)
    }
  })

const collect = (channel: ClientChannel, end: End, { stdout, onLine }: RunOptions) => {
  const [fromOut, fromErr] = [linesTo(onLine), linesTo(onLine)]
  // What follows an error of a channel is its close.
  channel.on('error', () => {})
  channel.on('exit', code => {
    end.code = typeof code === 'number' ? code : killedCode
  })
  channel.stderr.setEncoding('utf8').on('data', (text: string) => {
    end.stderr += text
    fromErr(text)
  })
  if (stdout) channel.pipe(stdout, { end: false })
  else
    channel.setEncoding('utf8').on('data', (text: string) => {
      end.stdout += text
      fromOut(text)
    })
}

// What a shell says of a command that a signal ended.
const killedCode = 128

const feed = async (channel: ClientChannel, stdin: RunOptions['stdin']) => {
  if (!(stdin instanceof Readable)) {
    channel.end(stdin)
    return
  }
  const closed = new AbortController()
  channel.once('close', () => closed.abort())
  const take = async (chunks: AsyncIterable<Buffer | string>) => {
    for await (const chunk of chunks)
      if (!channel.write(chunk)) await once(channel, 'drain', { signal: closed.signal })
  }
  await pipeline(stdin, take, { signal: closed.signal }).catch(error => {
    // A command may end without reading all; its exit code says what that means.
    if (!closed.signal.aborted) throw error
  })
  channel.end()
}

/** Ends all that carries the mark: politely at first, and again until nothing is left. */
const endOnHost = async (connection: Connection, id: string) => {
  const line = quoted(['sudo', '-n', 'sh', '-c', endMarked, 'sh', id])
  const { channel, closed } = await open(connection, line, channel => {
    channel.on('error', () => {}).resume()
    channel.stderr.resume()
  })
  channel.end()
  await closed
}

// Five seconds to leave, five more by force. Nothing found twice: a command may just be starting.
const endMarked = `
unseen=0
for round in $(seq 50); do
  pids=$(grep --files-with-matches --no-messages --null-data --line-regexp --fixed-strings \\
    "RATES_RUN=$1" /proc/[0-9]*/environ | cut -d / -f 3)
  if [ -z "$pids" ]; then unseen=$((unseen + 1)); else unseen=0; fi
  if [ $unseen -ge 2 ]; then exit 0; fi
  if [ $round -gt 25 ]; then signal=KILL; else signal=TERM; fi
  [ -z "$pids" ] || kill -$signal $pids 2>/dev/null
  sleep 0.2
done`

const longestShown = 300

const shown = (argv: readonly string[]) => {
  const line = quoted(argv)
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line
}

const output = ({ stdout, stderr }: End) =>
  [stdout, stderr]
    .map(text => text.trimEnd())
    .filter(Boolean)
    .join('\n')
