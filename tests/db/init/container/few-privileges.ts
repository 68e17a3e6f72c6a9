// The container can do little and is reached by few: no root, no capability, passwords, loopback.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { queryAs } from '#tests/fixtures/query.ts'

const passwords = { RATES_OWNER_PASSWORD: `o'w"n\\er $HOME \`x\``, RATES_API_PASSWORD: 'a p%i' }

t.test('the running database', needsDocker(), async t => {
  const stack = await compose(t, { env: passwords })
  await stack.up(['db'])

  await t.test('runs without privileges', async t => {
    const shell = (command: string) => stack.run(['exec', '-T', 'db', 'sh', '-c', command])
    t.match(await shell('id -u'), { output: '999' })
    t.match(await shell('grep -E "Cap(Eff|Prm|Bnd)|NoNewPrivs" /proc/self/status'), {
      output: /CapPrm:\t0+\nCapEff:\t0+\nCapBnd:\t0+\nNoNewPrivs:\t1/,
    })
    t.match(await shell('touch /x /rates/x /rates.dump'), {
      code: 1,
      output: /Read-only file system/,
    })
  })

  await t.test('wants a password from everybody but its own superuser', async t => {
    const connect = (user: string, password: string) =>
      queryAs(
        { host: '127.0.0.1', port: stack.dbPort, database: 'rates', user, password },
        'select current_user',
      )
    t.same(await connect('rates_owner', passwords.RATES_OWNER_PASSWORD), [
      { current_user: 'rates_owner' },
    ])
    t.same(await connect('rates_api', passwords.RATES_API_PASSWORD), [
      { current_user: 'rates_api' },
    ])
    await t.rejects(connect('postgres', 'guess'), /password authentication failed/)
    t.equal(await stack.sql("select 'alive'"), 'alive')

    const hashed = "select bool_and(rolpassword ~ '^SCRAM') from pg_authid where rolcanlogin"
    t.equal(await stack.sql(hashed), 't')
  })

  await t.test('keeps passwords out of its log', async t => {
    const log = await stack.log('db')
    for (const password of Object.values(passwords)) t.notOk(log.includes(password))
  })

  await t.test('is published on loopback only', async t => {
    const { NetworkSettings } = await stack.inspect('db')
    t.strictSame(NetworkSettings.Ports['5432/tcp'], [
      { HostIp: '127.0.0.1', HostPort: `${stack.dbPort}` },
    ])
  })
})
