// A process that stood still for longer than its lease wakes up with a cache it may not use.
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'
import { cachingProcess, promotions } from '#tests/fixtures/readers.ts'

const path = ratesPath({ date_from: '2031-01-01', date_to: '2031-01-01' })

t.test('its first answer after SIGSTOP, a batch and SIGCONT is the new one', async t => {
  const connections = await database(t)
  const { reported } = await promotions(t, connections.api)
  const { url, child } = await cachingProcess(t, connections, path)

  for (let count = 1; count <= 3; count++) {
    child.kill('SIGSTOP')
    await queryAs(
      connections.owner,
      "insert into prices values ('CNGGZ', 'EETLL', '2031-01-01', 1)",
    )
    const rows = await queryAs(connections.owner, 'select version from ops.data_version')
    await reported(rows[0].version)
    // On its way while the process can't see that its time is up.
    const asked = fetch(url + path)
    await delay(50)
    child.kill('SIGCONT')

    t.equal((await body(await asked)).rates[0].count, count)
  }
})
