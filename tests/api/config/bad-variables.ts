// No process starts on a bad configuration, and all that is wrong is said at once.
import t from 'tap'
import { serverConfig } from '#api/config.ts'
import { startProcess } from '#tests/fixtures/process.ts'

const good = { PGHOST: 'db', PGUSER: 'rates_api', PGPASSWORD: 'hush' }

t.test('every bad variable is named with its meaning and an example', async t => {
  t.throws(() => serverConfig({ PORT: 'abc', POOL_SIZE: '0', LOG_LEVEL: 'loud' }), {
    name: 'BadConfiguration',
    message: new RegExp(
      [
        '6 variables are not right',
        'PORT is "abc", not a whole number from 0 to 65535: port to listen on. Example: 3000',
        'LOG_LEVEL .*"loud"',
        'POOL_SIZE is "0"',
        'PGHOST is missing: host of the database. Example: db',
        'PGUSER is missing',
        'PGPASSWORD is missing: password of PGUSER. Example: PGPASSWORD_FILE=',
        'npm run config',
      ].join('[^]*'),
    ),
  })
})

t.test('an empty variable counts as not set', async t => {
  t.equal(serverConfig({ ...good, PORT: '' }).PORT, 3000)
  t.throws(() => serverConfig({ ...good, PGHOST: '' }), /PGHOST is missing/)
})

t.test('a secret is printed nowhere', async t => {
  const config = serverConfig(good)
  t.equal(config.PGPASSWORD.reveal(), 'hush')
  t.equal(JSON.stringify(config.PGPASSWORD), '"[redacted]"')
  t.notMatch(`${config.PGPASSWORD}`, /hush/)
})

t.test('the process says so and exits 1', async t => {
  const { code, output } = await startProcess(t, 'api/server.ts', { PORT: '70000' }).exited
  t.equal(code, 1)
  t.match(output, /4 variables are not right/)
  t.notMatch(output, /\n\s+at /, 'no stack')
})
