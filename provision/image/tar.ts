// Just enough of the tar format: walks entries as they pass, and leaves some of them out.

const blockBytes = 512

export type TarEntry = { name: string; bytes: number; type: string }

/** The archive without the entries that `isLeftOut` names; nothing is kept in memory. */
export async function* withoutEntries(
  tar: AsyncIterable<Buffer>,
  isLeftOut: (entry: TarEntry) => boolean,
): AsyncGenerator<Buffer> {
  let header = Buffer.alloc(0)
  let remaining = 0
  let leaveOut = false
  // An extended header speaks of the entry behind it: both stay.
  let afterExtended = false

  for await (let chunk of tar) {
    while (chunk.length > 0) {
      if (remaining > 0) {
        const part = chunk.subarray(0, remaining)
        chunk = chunk.subarray(part.length)
        remaining -= part.length
        if (!leaveOut) yield part
        continue
      }
      const missing = blockBytes - header.length
      header = Buffer.concat([header, chunk.subarray(0, missing)])
      chunk = chunk.subarray(missing)
      if (header.length < blockBytes) break

      const entry = readHeader(header)
      remaining = padded(entry.bytes)
      leaveOut = !afterExtended && isFile(entry) && isLeftOut(entry)
      afterExtended = isExtended(entry)
      if (!leaveOut) yield header
      header = Buffer.alloc(0)
    }
  }
}

/** The files of an archive that is small enough for memory. */
export const filesOf = (tar: Buffer) => {
  const files = new Map<string, Buffer>()
  for (let at = 0; at + blockBytes <= tar.length; ) {
    const entry = readHeader(tar.subarray(at, at + blockBytes))
    at += blockBytes
    if (isFile(entry) && entry.name !== '')
      files.set(entry.name, tar.subarray(at, at + entry.bytes))
    at += padded(entry.bytes)
  }
  return files
}

const readHeader = (header: Buffer): TarEntry => {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? field(header, 345, 155) : ''
  return {
    name: [prefix, field(header, 0, 100)].filter(Boolean).join('/'),
    bytes: size(header.subarray(124, 136)),
    type: header.toString('latin1', 156, 157),
  }
}

const field = (header: Buffer, start: number, length: number) =>
  header.toString('utf8', start, start + length).split('\0', 1)[0] ?? ''

// Octal digits; from 8 GiB on a binary number, which the first bit tells.
const size = (digits: Buffer) =>
  (digits[0] ?? 0) & 0x80
    ? Number(digits.readBigUInt64BE(4))
    : Number.parseInt(field(digits, 0, 12).trim() || '0', 8)

const padded = (bytes: number) => Math.ceil(bytes / blockBytes) * blockBytes
const isFile = ({ type }: TarEntry) => type === '0' || type === '\0'
const isExtended = ({ type }: TarEntry) => ['x', 'g', 'L', 'K'].includes(type)
