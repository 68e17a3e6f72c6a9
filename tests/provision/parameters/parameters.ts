// Parameters in a real Parameter Store: pages, tags, versions, and two who create at once.
import { DescribeParametersCommand, PutParameterCommand } from '@aws-sdk/client-ssm'
import t from 'tap'
import {
  changeParameter,
  createParameter,
  parameterPath,
  readParameters,
} from '#provision/parameters/parameters.ts'
import { applyParameters } from '#provision/parameters/plan.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { moto } from '#tests/fixtures/moto.ts'

const { skip } = needsDocker()

t.test('parameters', { skip }, async t => {
  const { aws } = await moto(t)
  const said: string[] = []
  const needs = { required: ['API_KEY', 'DB_PASSWORD'], generated: ['DB_PASSWORD'] }

  t.test('more than a page of them is read, of one environment only', async t => {
    const names = Array.from({ length: 23 }, (_, index) => `NAME_${index + 10}`)
    for (const name of names) await createParameter(aws, 'many', { name, value: `${name}!` })
    await createParameter(aws, 'many-more', { name: 'OTHER', value: 'other' })
    const found = await readParameters(aws, 'many')
    t.same(
      found,
      names.map(name => ({ name, value: `${name}!`, version: 1 })),
    )
    t.comment(`${found.length} parameters`)
  })

  t.test('a missing one that nobody can make up: nothing is put', async t => {
    const wants = { environment: 'bare', needs }
    await t.rejects(
      applyParameters(aws, wants, [], line => said.push(line)),
      /API_KEY/,
    )
    t.same(await readParameters(aws, 'bare'), [])
  })

  t.test('what is made up is secret, tagged and returned; run again nothing changes', async t => {
    await createParameter(aws, 'dev', { name: 'API_KEY', value: 'an api key' })
    const wants = { environment: 'dev', needs, domain: 'rates.example.com' }
    const found = await readParameters(aws, 'dev')
    const made = await applyParameters(aws, wants, found, line => said.push(line))
    t.same(await readParameters(aws, 'dev'), made)
    t.match(made.find(({ name }) => name === 'DB_PASSWORD')?.value, /^[0-9a-f]{64}$/)
    t.same(said.splice(0), ['parameter DB_PASSWORD: made', 'parameter DOMAIN: made'])

    t.same(await applyParameters(aws, wants, made, line => said.push(line)), made)
    t.same(said, [])
    const Filters = [{ Key: 'tag:rates:environment', Values: ['dev'] }]
    const { Parameters = [] } = await aws.ssm.send(
      new DescribeParametersCommand({ ParameterFilters: Filters }),
    )
    t.same(Object.fromEntries(Parameters.map(({ Name = '', Type }) => [Name, Type])), {
      '/rates/dev/API_KEY': 'SecureString',
      '/rates/dev/DB_PASSWORD': 'SecureString',
      '/rates/dev/DOMAIN': 'String',
    })
  })

  t.test('a change makes a version; who creates second gets what the first made', async t => {
    const [name, value] = ['SHARED', 'the first']
    const [one, other] = [
      await createParameter(aws, 'two', { name, value }),
      await createParameter(aws, 'two', { name, value: 'the second' }),
    ]
    t.same(other, one)
    const changed = await changeParameter(aws, 'two', { name, value: 'the third' })
    t.same(changed, { name, value: 'the third', version: 2 })
    t.same(await readParameters(aws, 'two'), [changed])
  })

  t.test('all that an environment can not hold is told, also below the path', async t => {
    for (const name of ['lower', 'SUB/NAME', 'DATA_DIR']) {
      const Name = `${parameterPath('odd')}${name}`
      await aws.ssm.send(new PutParameterCommand({ Name, Value: 'canary', Type: 'String' }))
    }
    const message = await readParameters(aws, 'odd').then(
      () => '',
      error => error.message,
    )
    t.match(message, /DATA_DIR: .*\n {2}SUB\/NAME: .*\n {2}lower: /)
    t.notMatch(message, 'canary')
  })
})
