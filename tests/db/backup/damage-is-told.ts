// A backup that is not what was dumped is told apart, and does not count as checked, even if it did before.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups, printedRows } from '#tests/fixtures/stack-backups.ts'

const damages = [
  ['flipped bytes', 'printf XXXX | dd of=$N.dump bs=1 seek=100000 conv=notrunc', /SHA-256/],
  ['cut off', 'truncate -s 100000 $N.dump', /has 100000 bytes/],
  [
    'a row too many in the manifest',
    `sed -i 's/"public.ports" : 104/"public.ports" : 105/' $N.json`,
    /^public\.ports has 105 rows in the backup and 104 restored$/,
  ],
  [
    'a table that is not in the dump',
    `sed -i 's/"public.ports" :/"public.piers" : 3, &/' $N.json`,
    /^public\.piers has 3 rows in the backup and no restored$/,
  ],
  [
    'a table that is not in the manifest',
    `sed -i 's/"public.ports" : 104, //' $N.json`,
    /^public\.ports has no rows in the backup and 104 restored$/,
  ],
  [
    'no archive, of the right sum',
    `head -c 1000 /dev/urandom >$N.dump
     sed -i "s/\\"bytes\\": [0-9]*/\\"bytes\\": 1000/; s/\\"sha256\\": \\"[0-9a-f]*/\\"sha256\\": \\"$(sha256sum $N.dump | cut -c 1-64)/" $N.json`,
    /can't be restored: pg_restore: error: .*archive/,
  ],
  [
    'a size that no shell counts with',
    'sed -i "s/databaseBytes.: [0-9]*/databaseBytes\\": 9223372036854775807/" $N.json',
    /manifest does not say how large/,
  ],
  ['a huge manifest', 'head -c 1000001 /dev/zero >$N.json', /manifest is larger than any/],
  ['an empty manifest', ': >$N.json', /manifest does not say/],
] as const

t.test('rehearsals of damaged backups', needsDocker(), async t => {
  const stack = await compose(t)
  const { run, dump, read, files, inFolder } = backups(stack)
  await stack.up(['db'])
  const name = await dump()
  t.equal((await run('rehearse')).code, 0)
  await inFolder(`mkdir /backups/whole; cp ${name}.* /backups/whole`)

  for (const [what, damage, why] of damages)
    await t.test(what, async t => {
      await inFolder(`N=${name}; ${damage}`)
      const { code, output } = await run('rehearse', name)
      t.equal(code, 1)
      t.match(output, /is NOT good: .*Take another one now/)
      t.strictSame(await files(name), ['dump', 'failed.json', 'json'], 'checked no more')
      const failed = await read(name, 'failed.json')
      t.match(failed.why, why)
      if (failed.rows) t.match(printedRows(output)['public.prices'], [56_000, 56_000])

      await inFolder(`cp whole/${name}.dump whole/${name}.json .`)
      t.equal((await run('rehearse', name)).code, 0, 'whole again')
      t.strictSame(await files(name), ['checked.json', 'dump', 'json'], 'failed no more')
    })
})
