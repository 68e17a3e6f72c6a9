import t from 'tap'
import { Refusal } from '#provision/errors.ts'
import { planParameters } from '#provision/parameters/plan.ts'
import { checkParameters } from '#provision/parameters/rules.ts'

const needs = { required: ['API_KEY', 'DB_PASSWORD', 'MAIL_KEY'], generated: ['DB_PASSWORD'] }
const parameter = (name: string, value = 'a value', version = 1) => ({ name, value, version })
const given = [parameter('API_KEY'), parameter('MAIL_KEY')]

t.test('what can be made up is made up, what is there is kept, no value is told', async t => {
  const plan = planParameters({ environment: 'dev', needs }, given)
  t.same(
    plan.map(({ action, name }) => `${action} ${name}`),
    ['keep API_KEY', 'create DB_PASSWORD', 'keep MAIL_KEY'],
  )
  t.notMatch(JSON.stringify(plan), 'a value')
})

t.test('all that nobody can make up is named at once', async t => {
  const plan = () => planParameters({ environment: 'dev', needs }, [])
  t.throws(plan, Refusal)
  t.throws(plan, /API_KEY, MAIL_KEY\. Nothing was changed\. .* --env dev set NAME/)
})

t.test('a domain is put, changed, and kept where it is left out', async t => {
  const plan = (domain?: string, ...there: string[]) =>
    planParameters(
      { environment: 'dev', needs: { required: [], generated: [] }, domain },
      there.map(value => parameter('DOMAIN', value)),
    ).map(({ action, differs }) => [action, differs[0]?.from, differs[0]?.to])
  t.same(plan(), [])
  t.same(plan('a.example'), [['create', undefined, 'a.example']])
  t.same(plan('b.example', 'a.example'), [['change', 'a.example', 'b.example']])
  t.same(plan('a.example', 'a.example'), [['keep', undefined, undefined]])
  t.same(plan(undefined, 'a.example'), [['keep', undefined, undefined]])
})

t.test('every offence of names and values is told at once, without a value', async t => {
  const offences = {
    lower: 'canary',
    'SUB/NAME': 'canary',
    APP_IMAGE: 'canary',
    HTTP_PORT: '8080',
    HTTPS_PORT: '8443',
    BASE_FILE: 'canary',
    COMPOSE_FILE: 'canary',
    LINES: 'canary\ncanary',
    NUL: 'canary\0',
    LONG: 'canary'.repeat(700),
    EMPTY: '',
  }
  const list = Object.entries(offences).map(([name, value]) => ({ name, value }))
  const message = failure(() => checkParameters('dev', [...list, ...given]))
  for (const name of Object.keys(offences)) t.match(message, `  ${name}: `)
  t.equal(message.split('\n').length, list.length + 2)
  t.notMatch(message, 'canary')
  t.notMatch(message, 'API_KEY')
})

t.test('what reaches the configuration of the proxy is what it is meant to be', async t => {
  const offence = (name: string, value: string) =>
    failure(() => checkParameters('dev', [parameter(name, value)]))
  for (const domain of [
    'https://a.example',
    'A.example',
    'a.example:8443',
    'a.example b.example',
    '{',
  ])
    t.match(offence('DOMAIN', domain), /DOMAIN: is a domain name in small letters/, domain)
  for (const bytes of ['1GB', '-1', '1e9', '1\t}', ' 1'])
    t.match(offence('BATCH_MAX_BYTES', bytes), /BATCH_MAX_BYTES: is a number of bytes/, bytes)
  t.equal(offence('DOMAIN', 'rates.example.com'), '')
  t.equal(offence('BATCH_MAX_BYTES', '1000000'), '')
})

function failure(work: () => void) {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  return ''
}
