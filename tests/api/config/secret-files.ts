// NAME_FILE reads the value of NAME from a file.
import { join } from 'node:path'
import t from 'tap'
import { serverConfig } from '#api/config.ts'

const good = { PGHOST: 'db', PGUSER: 'rates_api' }

t.test('the last line break is not part of the value, anything else is', async t => {
  const folder = t.testdir({ secret: ' a\nb \n' })
  const config = serverConfig({ ...good, PGPASSWORD_FILE: join(folder, 'secret') })
  t.equal(config.PGPASSWORD.reveal(), ' a\nb ')
})

t.test('a file that is not there is an error that names it', async t => {
  t.throws(
    () => serverConfig({ ...good, PGPASSWORD_FILE: '/no/such/file' }),
    /PGPASSWORD can't be read from PGPASSWORD_FILE=\/no\/such\/file \(ENOENT/,
  )
})

t.test('both at once is an error', async t => {
  t.throws(
    () => serverConfig({ ...good, PGPASSWORD: 'a', PGPASSWORD_FILE: 'b' }),
    /PGPASSWORD and PGPASSWORD_FILE are both set/,
  )
})
