// Large answers are compressed for those who can read it, small ones are not.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { api, ratesPath } from '#tests/fixtures/api.ts'
import { rawRequest } from '#tests/fixtures/raw-request.ts'

const decoders = { gzip: gunzipSync, br: brotliDecompressSync }

t.test('gzip and brotli', async t => {
  const { url, get } = await api(t)
  const plain = await (await get(ratesPath({}))).text()

  for (const [encoding, decode] of Object.entries(decoders)) {
    const { headers, body } = await rawRequest(url + ratesPath({}), { 'Accept-Encoding': encoding })
    t.equal(headers['content-encoding'], encoding)
    t.match(headers.vary, /Accept-Encoding/)
    t.equal(decode(body).toString(), plain)
    t.ok(body.length < plain.length / 2, `${body.length} of ${plain.length} bytes`)
  }
})

t.test('a small answer stays as it is', async t => {
  const { url } = await api(t)
  t.equal(
    (await rawRequest(`${url}/`, { 'Accept-Encoding': 'gzip, br' })).headers['content-encoding'],
    undefined,
  )
})
