// Brings the dump to the engine, wherever that is: through the standard input of a container.
import { Readable } from 'node:stream'
import { LocalFailure } from '#provision/local.ts'
import type { compose } from './project.ts'

/** What a sandbox is filled with. */
export type Source = { label: string; open: () => AsyncIterable<Buffer | string> }

const lengthDigits = 20

export const sendDump = async (run: ReturnType<typeof compose>, { open }: Source) => {
  let broken: unknown
  const dump = withLength(open())
  const stdin = Readable.from(dump, { objectMode: false }).on('error', error => {
    broken = error
  })
  try {
    await run(['run', '--rm', '-T', 'dump'], { stdin })
  } catch (error) {
    // The container only saw that nothing more came; the reader of the file knows why.
    throw (error instanceof LocalFailure && broken) || error
  }
}

async function* withLength(dump: AsyncIterable<Buffer | string>) {
  let bytes = 0
  for await (const chunk of dump) {
    bytes += Buffer.byteLength(chunk)
    yield Buffer.from(chunk)
  }
  yield Buffer.from(`${bytes}`.padStart(lengthDigits, '0'))
}
