import t from 'tap'
import type { Change } from '#provision/change.ts'
import { planExitCode, planJson, planLines } from '#provision/report.ts'

const plan: Change[] = [
  { action: 'keep', kind: 'role', name: 'rates-dev', differs: [] },
  { action: 'create', kind: 'address', name: 'rates-dev', differs: [] },
  {
    action: 'change',
    kind: 'security group',
    name: 'sg-1',
    differs: [
      { what: 'rule', to: 'tcp 443 from ::/0' },
      { what: 'rule', from: 'tcp 22 from ::/0' },
      { what: 'tag Name', from: 'mine', to: 'rates-dev' },
    ],
  },
]

t.test('a plan is a line for each change, with what differs', async t => {
  t.strictSame(planLines(plan), [
    'create   address         rates-dev',
    'change   security group  sg-1',
    '         + rule: tcp 443 from ::/0',
    '         - rule: tcp 22 from ::/0',
    '         ~ tag Name: mine -> rates-dev',
    '1 to create, 1 to change, 1 as wanted',
  ])
  t.equal(planLines(plan, { verbose: true })[0], 'keep     role            rates-dev')
  t.strictSame(planLines(plan.slice(0, 1)), ['1 as wanted'])
})

t.test('machines get all of it, and an exit code', async t => {
  t.strictSame(planJson(plan), { changes: plan, pending: 2 })
  t.equal(planExitCode(plan), 2)
  t.equal(planExitCode(plan.slice(0, 1)), 0)
})
