import t from 'tap'
import { parameterDifferences } from '#provision/parameters/commands.ts'

t.test('names and versions are compared with what runs, and with what is needed', async t => {
  const stored = (name: string, version: number) => ({ name, version, value: 'canary' })
  const running = [
    { name: 'CHANGED', version: 1 },
    { name: 'GONE', version: 4 },
    { name: 'SAME', version: 2 },
  ]
  const needs = { required: ['GIVEN', 'MADE', 'SAME'], generated: ['MADE'] }
  t.same(
    parameterDifferences(
      [stored('CHANGED', 2), stored('NEW', 1), stored('SAME', 2)],
      running,
      needs,
    ),
    [
      'parameter CHANGED: version 1 runs, version 2 is stored',
      'parameter GONE: version 4 runs, none is stored',
      'parameter NEW: none runs, version 1 is stored',
      'parameter GIVEN: missing, has to be set',
      'parameter MADE: missing, will be made up',
    ],
  )
})
