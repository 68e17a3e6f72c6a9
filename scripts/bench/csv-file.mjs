// A batch of made-up prices as a file.
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { largeDump } from './sample.mjs'

/** Prices of a made-up dump as a CSV file with a header. @returns {Promise<string>} its path */
export const csvFile = async (/** @type {string} */ folder, /** @type {number} */ rows) => {
  const file = join(folder, `${rows}.csv`)
  const dump = createReadStream(await largeDump(folder, rows))
  await pipeline(csvLines(createInterface({ input: dump })), createWriteStream(file))
  return file
}

async function* csvLines(/** @type {AsyncIterable<string>} */ lines) {
  yield 'orig_code,dest_code,day,price\n'
  let inPrices = false
  let chunk = ''
  for await (const line of lines) {
    if (line === '\\.') inPrices = false
    if (inPrices) chunk += `${line.replaceAll('\t', ',')}\n`
    if (line.startsWith('COPY public.prices')) inPrices = true
    if (chunk.length < 65_536) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
