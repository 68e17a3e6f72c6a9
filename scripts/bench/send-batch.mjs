// A file of CSV, on its way to promoted.
import { createReadStream } from 'node:fs'
import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'

const waitSeconds = 60

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
