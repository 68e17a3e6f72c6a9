// How far an upload is: a bar on a terminal, a line every few seconds elsewhere.

import { Transform } from 'node:stream'

const barWidth = 30
const barEveryMs = 100
const lineEveryMs = 5_000

/**
 * @param {string} title
 * @param {number} wholeBytes
 */
export const createProgress = (title, wholeBytes, out = process.stderr) => {
  const everyMs = out.isTTY ? barEveryMs : lineEveryMs
  let sentBytes = 0
  let toldMs = performance.now()

  const tell = () => {
    toldMs = performance.now()
    const share = wholeBytes === 0 ? 1 : sentBytes / wholeBytes
    const done = Math.round(share * barWidth)
    const bar = `[${'█'.repeat(done)}${' '.repeat(barWidth - done)}]`
    const percent = `${Math.floor(share * 100)} %`.padStart(5)
    out.write(out.isTTY ? `\r${title} ${bar} ${percent}` : `${title}: ${percent.trim()}\n`)
  }

  return {
    /** A stream that counts what goes through. */
    counting: () =>
      new Transform({
        transform: (chunk, _encoding, next) => {
          sentBytes += chunk.length
          if (performance.now() - toldMs >= everyMs) tell()
          next(null, chunk)
        },
      }),
    end: () => {
      tell()
      if (out.isTTY) out.write('\n')
    },
  }
}
