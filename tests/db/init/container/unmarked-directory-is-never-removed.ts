// Only what the loader marked as its own unfinished work is removed from the volume, nothing else.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'

t.test("somebody else's files", needsDocker(), async t => {
  const stack = await compose(t)
  const shell = async (command: string) =>
    (await stack.run(['run', '--rm', '-T', '--entrypoint', 'sh', 'db', '-c', command])).output
  await shell('mkdir "$PGDATA" && echo precious >"$PGDATA/file"')

  for (const attempt of ['first', 'second']) {
    t.not((await stack.up(['db'])).code, 0, `the ${attempt} start fails`)
    t.match(await shell('cat "$PGDATA/file"'), 'precious')
  }
})
