// Dumps, rehearsals and a restore beside the database in use: no request fails. No list of processes has
// a password.
import t from 'tap'
import { ratesPath } from '#tests/fixtures/api.ts'
import { compose, docker, needsDocker } from '#tests/fixtures/compose.ts'
import { countByStatus, load } from '#tests/fixtures/load.ts'
import { backups, manyRows } from '#tests/fixtures/stack-backups.ts'

const password = 'the-superusers-own'

t.test('with the service at work', needsDocker(), async t => {
  // Without a cache, so that every request is the database's.
  const env = { POSTGRES_PASSWORD: password, CACHE_MAX_BYTES: '0' }
  const stack = await compose(t, { env })
  const { start } = backups(stack)
  t.equal((await stack.up()).code, 0)
  await stack.sql(manyRows)
  const requests = load(`http://127.0.0.1:${stack.port}${ratesPath({})}`, { clients: 2 })
  await requests.next(10)

  const seen = new Set<string>()
  const finish = async (...words: string[]) => {
    const { container, ended, log } = await start(...words)
    const watch = async () => {
      for (;;) {
        const { code, output } = await docker(['top', container, '-eo', 'pid,args'])
        if (code !== 0) return
        for (const line of output.split('\n')) seen.add(line.replace(/^ *\d+ /, ''))
      }
    }
    const [code] = await Promise.all([ended(), watch()])
    const said = await log()
    t.equal(code, 0, said)
    t.notMatch(said, password)
    return said
  }
  const [name = ''] = /^rates-\S+Z$/m.exec(await finish('dump')) ?? []
  await finish('rehearse')
  await finish('restore', name, 'beside')
  await requests.stop()

  const outcomes = requests.take()
  t.strictSame(Object.keys(countByStatus(outcomes)), ['200'], `${outcomes.length} requests`)
  const processes = [...seen].join('\n')
  t.match(processes, /pg_dump.*pg_restore.*postgres: /s)
  t.notMatch(processes, password)
})
