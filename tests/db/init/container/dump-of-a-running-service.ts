// A service's own prices can be dumped and loaded elsewhere; a dump of more than them is refused.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { noCustomDump } from '#tests/fixtures/custom-dump.ts'
import { dumpOfService, ownTables } from '#tests/fixtures/dump-of-service.ts'
import { refused } from '#tests/fixtures/never-served.ts'

const command = /pg_dump -t public\.ports -t public\.regions -t public\.prices/

t.test('with pg_dump', { skip: noCustomDump }, t =>
  t.test('in a container', needsDocker(), async t => {
    const stack = await compose(t)

    await t.test('the whole database', async t => {
      await refused(t, stack, await dumpOfService(t, []), command)
    })
    await t.test('all but schema ops', async t => {
      await refused(
        t,
        stack,
        await dumpOfService(t, ['--exclude-schema=ops', '--no-privileges']),
        command,
      )
    })
    await t.test('its own tables', async t => {
      const file = await dumpOfService(t, ownTables)
      t.equal((await stack.up(['db'], { RATES_DUMP: file })).code, 0, 'becomes healthy')
      t.equal(await stack.sql('select prices from ops.dump'), '56001')
    })
  }),
)
