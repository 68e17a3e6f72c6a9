// A file on a host: written beside its path, compared, renamed. Its content travels as standard input only.
import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Host } from './host.ts'

type Run = Host['run']

// A large bundle over a slow line.
const putTimeoutMs = 60 * 60_000

export const putOn =
  (run: Run): Host['put'] =>
  async (path, content, { mode, owner = 'root:root' }) => {
    const part = `${path}.part`
    const hash = createHash('sha256')
    try {
      await run(write(part), {
        stdin: Readable.from(hashed(content, hash)),
        timeoutMs: putTimeoutMs,
      })
      // A connection that ends looks like the end of the file to the host: it is renamed only if it is whole.
      const sum = `${hash.digest('hex')}  ${part}\n`
      await run(rename(part, path, { mode: mode.toString(8).padStart(4, '0'), owner }), {
        stdin: sum,
      })
    } catch (error) {
      if (content instanceof Readable) content.destroy()
      // The first error is the one to tell; where nothing can be removed, the next put does it.
      await run(['rm', '-f', part]).catch(() => {})
      throw error
    }
  }

const write = (part: string) => [
  ...['sh', '-c', 'umask 077 && rm -f -- "$1" && set -C && cat >"$1"', 'sh'],
  part,
]

const rename = (part: string, path: string, { mode, owner }: { mode: string; owner: string }) => [
  ...['sh', '-c', renameScript, 'sh'],
  ...[part, path, owner, mode],
]

const renameScript =
  'sha256sum --check --status && chown -- "$3" "$1" && chmod -- "$4" "$1" && sync "$1" && mv -T -- "$1" "$2"'

async function* hashed(content: string | Buffer | Readable, hash: Hash) {
  for await (const chunk of chunksOf(content)) {
    hash.update(chunk)
    yield chunk
  }
}

const chunksOf = (content: string | Buffer | Readable): Iterable<Buffer> | AsyncIterable<Buffer> =>
  content instanceof Readable ? content : [Buffer.from(content)]
