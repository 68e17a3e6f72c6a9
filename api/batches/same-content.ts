// Whether a body is the same as that of an earlier batch, by its hash; nothing of it is kept.

import { readBatch } from './read/read-batch.ts'
import { toProblem } from './read-problems.ts'
import type { Sent } from './take-in.ts'

export const sameContent = async (earlier: { content_sha256: string }, sent: Sent) => {
  const { body, format, encoding, limits, signal } = sent
  const options = { format, encoding, limits, signal, ports: new Set<string>(), linePrefix: '' }
  const { copyText, result } = readBatch(body, options)
  copyText.on('error', () => {}).resume()
  try {
    return (await result).sha256 === earlier.content_sha256
  } catch (error) {
    throw signal.aborted ? signal.reason : (toProblem(error) ?? error)
  }
}
