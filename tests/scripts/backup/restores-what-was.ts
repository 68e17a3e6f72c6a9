// scripts/backup.mjs on the local stack, as it is typed: back to what was, and back again where that is not well.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

t.test('backups of the local stack', needsDocker(), async t => {
  const stack = await compose(t)
  const url = `http://127.0.0.1:${stack.port}`
  const env = {
    ...process.env,
    COMPOSE_PROJECT_NAME: stack.project,
    PORT: `${stack.port}`,
    DB_PORT: `${stack.dbPort}`,
  }
  const begin = (words: string[], ended: (code: number, output: string) => void) => {
    const argv = ['scripts/backup.mjs', ...words]
    return execFile(process.execPath, argv, { cwd: root, env }, (error, stdout, stderr) =>
      ended(error ? Number(error.code) : 0, stdout + stderr),
    )
  }
  const backup = (...words: string[]) =>
    new Promise<{ code: number; output: string }>(resolve => {
      begin(words, (code, output) => resolve({ code, output }))
    })
  /** Ctrl-C once it has said `line`. */
  const interrupted = (line: string, ...words: string[]) =>
    new Promise<{ code: number; output: string }>(resolve => {
      const child = begin(words, (code, output) => resolve({ code, output }))
      child.stdout?.on('data', chunk => {
        if (`${chunk}`.includes(line)) child.kill('SIGINT')
      })
    })
  const newest = async () =>
    JSON.parse((await backup('list', '--json')).output.split('\n')[0] ?? '')
  const answer = async () => body(await fetch(url + ratesPath({})))
  const databases = () =>
    stack.sql("select string_agg(datname, ' ' order by datname) from pg_database")

  t.equal((await stack.up()).code, 0)
  const before = await answer()

  await t.test('now: taken, tried, listed', async t => {
    const now = await backup('now')
    t.equal(now.code, 0, now.output)
    t.comment(now.output)
    const { name, state, rows } = await newest()
    t.match(name, /^rates-\d{8}T\d{6}Z$/)
    t.equal(state, 'checked')
    t.equal(`${rows['public.prices']}`, await stack.sql('select count(*) from prices'))
    t.match((await backup('list')).output, name)
  })
  const { name } = await newest()

  await t.test('restore: beside the one in use, which stays as it is', async t => {
    await stack.sql('truncate prices')
    const beside = await backup('restore', name, '--into', 'beside')
    t.equal(beside.code, 0, beside.output)
    t.match(await databases(), /^beside postgres rates template0 template1$/)
    t.equal(await stack.sql('select count(*) from prices'), '0')
    const again = await backup('restore', name, '--into', 'beside')
    t.equal(again.code, 1, 'never over one that is there')
    t.match(again.output, 'beside')
  })

  await t.test('restore --replace: only when asked for, and then it answers as before', async t => {
    const unasked = await backup('restore', name, '--replace')
    t.equal(unasked.code, 1, 'nobody answers the question')
    t.match(
      unasked.output,
      /take the place of the database of the stack rates-test-\w+ here\?.*some seconds.*--yes/,
    )
    t.equal(await stack.sql('select count(*) from prices'), '0')

    const replaced = await backup('restore', name, '--replace', '--yes')
    t.equal(replaced.code, 0, replaced.output)
    t.strictSame(await answer(), before)
    t.match(await databases(), /rates_before_\d{8}t\d{6}z/, 'what was before is there still')
  })

  await t.test('Ctrl-C in the middle: its own database, and said so', async t => {
    await stack.sql('create schema of_today')
    for (const step of ['==> stop', '==> swap', '==> start']) {
      const { code, output } = await interrupted(step, 'restore', name, '--replace', '--yes')
      t.equal(code, 130, output)
      t.match(output, /The service has its own database again/, step)
      t.equal(await stack.sql("select to_regnamespace('of_today')"), 'of_today')
      t.strictSame(await answer(), before)
    }
    await stack.sql('drop schema of_today')
  })

  await t.test('a backup that the service is not well with is put back', async t => {
    await stack.sql(
      "insert into ops.migration_checksums values ('999_x', repeat('a', 64), 'of tomorrow')",
    )
    t.equal((await backup('now')).code, 0)
    const { name: odd } = await newest()
    await stack.sql("delete from ops.migration_checksums where name = '999_x'")

    const { code, output } = await backup('restore', odd, '--replace', '--yes')
    t.equal(code, 1)
    t.match(output, /has its own database again/)
    t.match(output, /of tomorrow/)
    t.strictSame(await answer(), before, 'and answers')
    t.comment(output)
  })
})
