// A batch of CSV, on its way from a file to promoted, into a database of its own.
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { $ } from 'zx'
import { createToken } from '#api/tokens/create-token.ts'
import { as } from '#db/embedded/database.ts'
import { startApi, startWorker } from './api.mjs'
import { largeDump, sampleDump } from './sample.mjs'

const waitSeconds = 60

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

/**
 * The service on a fresh database with the sample in it: API, worker and a token.
 * @param {Pick<import('./report.mjs').Stage, 'server' | 'closeLater'>} stage
 * @param {string} database
 */
export const startService = async ({ server, closeLater }, database) => {
  await server.load(database, sampleDump)
  const token = await as(server.connectionOf(database, 'rates_owner'), client =>
    createToken(client, 'bench'),
  )
  const api = await startApi(server.connectionOf(database), {})
  closeLater(api.stop)
  const worker = await startWorker(server.connectionOf(database, 'rates_worker'))
  closeLater(worker.stop)

  return {
    api,
    worker,
    send: (/** @type {string} */ file) => send(`${api.url}/batches`, file, token),
    sendApart: async (/** @type {string} */ file) => {
      const run = $({ env: { ...process.env, RATES_TOKEN: token }, quiet: true })
      const script = join(import.meta.dirname, 'send.mjs')
      return JSON.parse(
        (await run`${process.execPath} ${script} ${api.url}/batches ${file}`).stdout,
      )
    },
    stop: async () => {
      await api.stop()
      await worker.stop()
    },
  }
}

/**
 * Sends a file and waits until it is promoted. @returns {Promise<{ ms: number, batch: any }>}
 * @param {string} url
 * @param {string} file
 * @param {string} token
 */
export const send = async (url, file, token) => {
  const beganMs = performance.now()
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'text/csv',
    Prefer: `wait=${waitSeconds}`,
  }
  const req = request(url, { method: 'POST', headers })
  const answered = new Promise((resolve, reject) => req.on('response', resolve).on('error', reject))
  await pipeline(createReadStream(file), req)
  const answer = await answered
  const text = Buffer.concat(await answer.toArray()).toString()
  if (answer.statusCode !== 201)
    throw new Error(`The batch ended with ${answer.statusCode}: ${text}`)
  return { ms: performance.now() - beganMs, batch: JSON.parse(text) }
}

/** The most memory that a process has held so far, in MB (Linux). */
export const peakMegabytes = async (/** @type {number} */ pid) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}
