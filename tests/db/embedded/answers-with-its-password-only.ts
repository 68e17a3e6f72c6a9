// An embedded cluster is a PostgreSQL 13 on loopback that asks everyone for a password.

import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import t from 'tap'
import { startCluster } from '#db/embedded/cluster.ts'
import { connection } from '#db/embedded/connection.ts'
import { createDatabase } from '#db/embedded/database.ts'
import { passwordsFile } from '#db/embedded/passwords.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { temporaryHome } from '#tests/fixtures/temporary-home.ts'

t.test('a new cluster', async t => {
  const home = await temporaryHome(t)
  const cluster = await startCluster(home)
  await createDatabase(cluster, 'rates')
  const superuser = connection(cluster, 'postgres')

  t.match(await queryAs(superuser, 'show server_version'), [{ server_version: /^13\./ }])

  t.test('refuses a wrong password, from every login', async t => {
    for (const user of ['postgres', 'rates_owner', 'rates_api'] as const) {
      const guess = { ...connection(cluster, user), password: 'guess' }
      await t.rejects(queryAs(guess, 'select 1'), { code: '28P01' })
    }
  })

  t.test('keeps passwords as SCRAM', async t => {
    const rows = await queryAs(superuser, 'select rolpassword from pg_authid where rolcanlogin')
    t.equal(rows.length, 4)
    for (const { rolpassword } of rows) t.match(rolpassword, /^SCRAM-SHA-256\$/)
  })

  t.test('writes passwords to a file of its user alone, and to no log', async t => {
    t.equal((await stat(passwordsFile(home.folder))).mode & 0o777, 0o600)
    const log = await readFile(home.log, 'utf8')
    for (const password of Object.values(cluster.passwords)) t.notOk(log.includes(password))
  })

  t.test('listens on loopback only, without a socket', async t => {
    t.same(await queryAs(superuser, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }])
    t.same(await queryAs(superuser, 'show unix_socket_directories'), [
      { unix_socket_directories: '' },
    ])
    for (const address of addressesOfThisMachine()) {
      await t.rejects(once(connect(cluster.port, address), 'connect'), { code: 'ECONNREFUSED' })
    }
  })
})

const addressesOfThisMachine = () =>
  Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
