import t from 'tap'
import { readmeOffences } from '../../../scripts/check/folder-readmes.mjs'

t.test('a top-level folder without a README is named', async t => {
  const files = ['api/app.ts', 'api/README.md', 'db/rates.sql', 'package.json', '.ci/run']
  t.strictSame(readmeOffences(files.map(path => ({ path, lines: 1 }))), ['db/ has no README.md.'])
})

t.test('a README over 60 lines is named, save the one at the root', async t => {
  const files = [
    { path: 'README.md', lines: 150 },
    { path: 'api/README.md', lines: 60 },
    { path: 'api/rates/README.md', lines: 61 },
  ]
  t.strictSame(readmeOffences(files), ['api/rates/README.md has 61 lines; the limit is 60.'])
})
