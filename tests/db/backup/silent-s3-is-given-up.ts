// A bucket that takes the question and never answers, or stops in the middle, is not waited for.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { s3Place } from '#db/backup/s3.ts'
import { setVariable } from '#tests/fixtures/moto.ts'

const longestSilenceMs = 200

const placeOf = async (t: Test, answer: RequestListener) => {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  setVariable(t, 'AWS_ACCESS_KEY_ID', 'test')
  setVariable(t, 'AWS_SECRET_ACCESS_KEY', 'test')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const address = 's3://company-backups/rates'
  const place = s3Place({ address, region: 'us-east-1', endpoint, longestSilenceMs })
  t.teardown(place.close)
  return place
}

const message =
  /^s3:\/\/company-backups\/rates does not answer: .* 200 ms of inactivity .*\)\. Check/

t.test('no answer: asked four times', async t => {
  let asked = 0
  const place = await placeOf(t, () => {
    asked += 1
  })
  await t.rejects(place.files(), { message })
  t.equal(asked, 4)
})

t.test('half an answer', async t => {
  const place = await placeOf(t, (_, res) => {
    res.writeHead(200, { 'content-length': 1000 }).write('half')
  })
  await t.rejects(place.read('rates-20261121T030000Z.json'), { message })
})
