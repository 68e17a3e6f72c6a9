// A release that can't become well, each in its way: the old one answers throughout, the operator hears why.
import t from 'tap'
import { badReleases, replaced } from '#tests/fixtures/bad-release.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

const halfDone = 'create table half_done (id int);\nselect no_such_column from prices;\n'
const soon = replaced('--interval=10s --timeout=3s --start-period=30s', '--interval=1s')

t.test('a bad release', needsDocker(), async t => {
  t.setTimeout(800_000)
  const { machine, isTakenBack, changed, files } = await badReleases(t)

  await t.test('of an image whose program is missing', t =>
    isTakenBack(t, changed({ 'api/Dockerfile': replaced('"api/server.ts"', '"api/none.ts"') }), [
      /was taken back; the one before it went on answering/,
      /rates-api-\w+-1: .*\n[\s\S]*Cannot find module .*none\.ts/,
    ]),
  )

  await t.test('that is never ready', t =>
    isTakenBack(
      t,
      changed({
        'api/Dockerfile': soon,
        'api/ops/readiness.ts': replaced('if (isDraining())', 'if (isDraining() || true)'),
      }),
      [/was taken back/, /\n {2}\| .*listening/, /health check, exit code 1: .*shutting down/],
    ),
  )

  await t.test('whose migration fails in its second statement', async t => {
    await isTakenBack(t, changed({ 'db/migrations/008_half.sql': halfDone }), [
      /was taken back.* The migrations failed/,
      /\n {2}\| .*no_such_column/,
    ])
    const left = `select to_regclass('half_done') is null, count(*) from ops.migrations where name ~ 'half'`
    const psql = ['docker', 'exec', 'rates-db-1', 'psql', '-U', 'postgres', '-At', 'rates', '-c']
    t.equal(await machine.exec([...psql, left]), 't|0', 'nothing of it is done')
  })

  await t.test('whose containers do not pass the smoke test', t =>
    isTakenBack(t, changed({ 'api/app.ts': replaced('Hello world!', 'Hello moon!') }), [
      /was taken back.*api-\w+-1:3000 does not pass the smoke test:[\s\S]*Hello moon!/,
    ]),
  )

  const named = replaced('\theader -Server\n', '\theader -Server\n\theader X-Powered-By us\n')
  await t.test('whose proxy does not pass it', t =>
    isTakenBack(t, files({ 'provision/proxy/Caddyfile': named }), [
      /==> smoke[\s\S]*no software named[\s\S]*was taken back/,
    ]),
  )

  await t.test('whose Caddyfile the proxy does not take', t =>
    isTakenBack(t, changed({ 'provision/proxy/Caddyfile': 'nonsense {\n' }), [
      /The proxy does not take the Caddyfile of .*; it goes on with the one before/,
    ]),
  )
})
