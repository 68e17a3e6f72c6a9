// A client that goes away, or is given up on, ends the reading; its socket is left to the caller.
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { ConnectionLost, TooLarge } from '#api/batches/read/failures.ts'
import { readBatch } from '#api/batches/read/read-batch.ts'
import { encode, goodPrices, options, write } from '#tests/fixtures/batch-bodies.ts'

const csv = Buffer.from(write.csv(goodPrices))

/** A request that has sent `bytes` of a longer body, on both of its sides. */
const halfSent = async (t: Test, bytes: Buffer) => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = request({ port, host: '127.0.0.1', method: 'POST' })
  client.on('error', () => {}) // cut on purpose
  client.write(bytes)
  const [source, answer] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
  return { client, source, answer }
}

const failureOf = (promise: Promise<unknown>) => promise.catch(error => error)

for (const encoding of ['identity', 'gzip', 'zstd'] as const) {
  t.test(`the client goes away, ${encoding}`, async t => {
    const { client, source } = await halfSent(t, encode[encoding](csv))
    const { copyText, result } = readBatch(source, options({ encoding }))
    const lines = failureOf(text(copyText))
    client.destroy()
    t.type(await lines, ConnectionLost)
    t.type(await failureOf(result), ConnectionLost)
  })
}

t.test('the signal ends it though nothing comes any more', async t => {
  const { source } = await halfSent(t, csv)
  const given = new AbortController()
  const { copyText, result } = readBatch(source, options({ signal: given.signal }))
  const lines = failureOf(text(copyText))
  const reason = new Error('too slow')
  given.abort(reason)
  t.equal(await lines, reason)
  t.equal(await failureOf(result), reason)
  t.notOk(source.destroyed)
})

t.test('a signal that came before', async t => {
  const { source } = await halfSent(t, csv)
  const { copyText } = readBatch(source, options({ signal: AbortSignal.abort(new Error('no')) }))
  t.match(await failureOf(text(copyText)), { message: 'no' })
})

t.test('the caller gives up', async t => {
  const { source } = await halfSent(t, csv)
  const { copyText, result } = readBatch(source, options())
  copyText.destroy(new Error('COPY failed'))
  t.match(await failureOf(result), { message: 'COPY failed' })
  t.notOk(source.destroyed)
})

t.test('a refused body can still be answered', async t => {
  const { client, source, answer } = await halfSent(t, csv)
  const { copyText } = readBatch(source, options({ limits: { maxBytes: 9, maxRows: 9 } }))
  t.type(await failureOf(text(copyText)), TooLarge)
  answer.writeHead(413, { Connection: 'close' }).end('too large')
  const [response] = (await once(client, 'response')) as [IncomingMessage]
  t.equal(response.statusCode, 413)
  t.equal(await text(response), 'too large')
})

t.test('a source that was lost before', async t => {
  const { client, source } = await halfSent(t, csv)
  client.destroy()
  await once(source, 'close').catch(() => {})
  const { copyText } = readBatch(source, options())
  t.type(await failureOf(text(copyText)), ConnectionLost)
})
