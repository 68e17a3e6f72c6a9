// The API as a process of its own, and how fast it answers.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { createInterface } from 'node:readline'
import autocannon from 'autocannon'
import { libpqVariables } from '#db/embedded/connection.ts'

const measureSeconds = 5

/**
 * @param {import('#db/embedded/connection.ts').Connection} connection
 * @param {Record<string, string>} env
 */
export const startApi = (connection, env) =>
  startProgram('api/server.ts', { ...libpqVariables(connection), DRAIN_DELAY_MS: '0', ...env })

/** @param {import('#db/embedded/connection.ts').Connection} connection */
export const startWorker = connection => startProgram('api/worker.ts', libpqVariables(connection))

/**
 * A program that prints a line of JSON with its port or URL when it listens.
 * @param {string} file
 * @param {Record<string, string>} env
 */
export const startProgram = async (file, env) => {
  const child = spawn(process.execPath, [file], {
    cwd: new URL('../..', import.meta.url),
    // The options are the image's, see api/Dockerfile.
    env: {
      ...process.env,
      NODE_OPTIONS: '--max-semi-space-size=8',
      PORT: '0',
      METRICS_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const url = await listening(child)
  return {
    url,
    pid: Number(child.pid),
    stop: async () => {
      child.kill()
      await ended
    },
  }
}

// The log goes on being read, or the process would wait for room in the pipe.
/** @returns {Promise<string>} */
const listening = (/** @type {import('node:child_process').ChildProcess} */ child) =>
  new Promise((resolve, reject) => {
    child.on('exit', code => reject(new Error(`It ended with code ${code}.`)))
    const lines = createInterface({ input: /** @type {any} */ (child.stdout) })
    lines.on('line', line => {
      const { port, url } = JSON.parse(line)
      if (port) resolve(`http://127.0.0.1:${port}`)
      else if (url) resolve(url)
    })
  })

/**
 * Answers a second to that many clients, each of which sends the next request when it has its answer.
 * @param {string} url
 * @param {{ connections: number, paths: string[] }} load
 */
export const answersASecond = async (url, { connections, paths }) => {
  const requests = paths.map(path => ({ path }))
  const result = await autocannon({ url, connections, duration: measureSeconds, requests })
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${result.non2xx} answers of ${url} were not 200, ${result.errors} failed.`)
  }
  return result.requests.average
}

/** What one answer takes. @returns {Promise<number>} milliseconds */
export const timeOf = (
  /** @type {string} */ url,
  /** @type {import('node:http').Agent} */ agent,
) => {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    get(url, { agent }, res => {
      res.resume().on('end', () => resolve(performance.now() - began))
    }).on('error', reject)
  })
}
