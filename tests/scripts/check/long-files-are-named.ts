import t from 'tap'
import { tooLong } from '../../../scripts/check/file-sizes.mjs'

const limits = {
  'api/rates/route.ts': 250,
  'scripts/check/file-sizes.mjs': 250,
  'scripts/start.mjs': 80,
  'tests/rates/newest-first.ts': 200,
}

for (const [path, limit] of Object.entries(limits)) {
  t.test(`${path} may have ${limit} lines and no more`, async t => {
    t.strictSame(tooLong([{ path, lines: limit }]), [])
    t.strictSame(tooLong([{ path, lines: limit + 1 }]), [{ path, lines: limit + 1, limit }])
  })
}
