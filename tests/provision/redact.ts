import t from 'tap'
import { redactor } from '#provision/redact.ts'

t.test('a hidden value is in no line, however it is written there', async t => {
  const secret = `pa"ss$wo'rd\\ü/1`
  const redact = redactor()
  redact.hide(secret)
  const written = [
    secret,
    JSON.stringify({ secret }),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    `-e 'PGPASSWORD=${secret.replaceAll("'", "'\\''")}'`,
    `"${secret.replaceAll(/[\\"$]/g, '\\$&')}"`,
  ]
  for (const line of written) {
    const text = redact.text(`before ${line} after`)
    t.match(text, /^before .*\[hidden\].* after$/, line)
    t.notMatch(text, /rd\\|rd%5C/)
  }
})

t.test('a value that begins another leaves no end of it in sight', async t => {
  const redact = redactor()
  redact.hide('secret')
  redact.hide('secret-and-more')
  t.equal(redact.text('secret-and-more, secret, secret'), '[hidden], [hidden], [hidden]')
})

t.test('values shorter than six characters and other lines stay as they are', async t => {
  const redact = redactor()
  for (const value of ['', 'debug', '3000']) redact.hide(value)
  t.equal(redact.text('debug on 3000'), 'debug on 3000')
})
