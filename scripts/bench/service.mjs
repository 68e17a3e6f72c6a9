// The whole service in a database of its own: API, worker and a sender's token.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { createToken } from '#api/tokens/create-token.ts'
import { as } from '#db/embedded/database.ts'
import { startApi, startWorker } from './api.mjs'
import { sampleDump } from './sample.mjs'
import { send } from './send-batch.mjs'

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

/** The most memory that a process has held so far, in MB (Linux). */
export const peakMegabytes = async (/** @type {number} */ pid) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}
