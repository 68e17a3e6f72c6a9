import t from 'tap'
import { ciRun } from '#tests/fixtures/ci-run.ts'

const summary = (counts: string) => `Suites: some\n\n# { ${counts} }\n# time=12.5ms\n`

const runs = {
  'everything passes': {
    npm: { prints: summary('total: 3, pass: 3') },
    ends: { last: '3 passed, 0 failed', code: 0 },
  },
  'some are skipped': {
    npm: { prints: summary('total: 5, pass: 3, skip: 2') },
    ends: { last: '3 passed, 0 failed, 2 skipped', code: 0 },
  },
  'some fail': {
    npm: { test: 1, prints: summary('total: 9, pass: 5, fail: 3, skip: 1') },
    ends: { last: '5 passed, 3 failed, 1 skipped', code: 1 },
  },
  'a check fails': {
    npm: { check: 1, prints: summary('total: 3, pass: 3') },
    ends: { last: '3 passed, 0 failed', code: 1 },
  },
  'tap dies before its summary': {
    npm: { test: 137, prints: ' PASS  tests/a.ts 3 OK\n' },
    ends: { last: '0 passed, 1 failed', code: 1 },
  },
  'tap dies after its summary': {
    npm: { test: 1, prints: summary('total: 3, pass: 3') },
    ends: { last: '3 passed, 1 failed', code: 1 },
  },
  'nothing is tested': { npm: {}, ends: { last: '0 passed, 1 failed', code: 1 } },
  'npm ci fails': { npm: { ci: 1 }, ends: { last: '0 passed, 1 failed', code: 1 } },
}

for (const [title, { npm, ends }] of Object.entries(runs)) {
  t.test(`${title}: ${ends.last}`, async t => {
    t.strictSame(await ciRun(t.testdir(), npm), ends)
  })
}
