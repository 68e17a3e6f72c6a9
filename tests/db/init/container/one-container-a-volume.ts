// A second container never starts on a volume that is in use: two servers would destroy the data.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'

t.test('docker compose run db, beside a running one', needsDocker(), async t => {
  const stack = await compose(t)
  await stack.up(['db'])

  const { code, output } = await stack.run(['run', '--rm', '-T', 'db'])
  t.equal(code, 1)
  t.match(output, 'rates: another container runs on this volume: stop it first')
  t.equal(await stack.sql('select count(*) from ops.dump'), '1')
})
