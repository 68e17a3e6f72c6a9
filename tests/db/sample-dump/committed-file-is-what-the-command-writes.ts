// The committed db/rates.sql can be thrown away: the command writes the same bytes again.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '../../..')

t.test('the command writes db/rates.sql byte for byte', async t => {
  const out = join(t.testdir(), 'rates.sql')
  // A zone far from UTC, where a day taken from local time would be another one.
  const env = { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'C' }
  execFileSync(process.execPath, ['scripts/sample-dump.mjs', '--out', out], {
    cwd: root,
    env,
    stdio: 'pipe',
  })

  t.ok(readFileSync(out).equals(readFileSync(join(root, 'db/rates.sql'))))
})
