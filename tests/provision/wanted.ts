import t from 'tap'
import { cidr } from '#provision/cidr.ts'
import { Refusal } from '#provision/errors.ts'
import { regionFrom, wantedFrom } from '#provision/wanted.ts'
import { ed25519 } from '#tests/fixtures/provisioning.ts'

const readKey = () => ed25519

t.test('options come before variables, and both may be left out', async t => {
  const env = {
    HOME: '/home/ana',
    RATES_ENV: 'prod',
    AWS_DEFAULT_REGION: 'eu-west-1',
    RATES_SIZE: '',
  }
  const options = { env: 'dev', 'ssh-from': '203.0.113.9/24, 2001:DB8::1', 'data-gib': '40' }
  t.strictSame(wantedFrom({ options, env, readKey }), {
    environment: 'dev',
    region: 'eu-west-1',
    size: undefined,
    sshFrom: ['2001:db8::1/128', '203.0.113.0/24'],
    domain: undefined,
    ami: undefined,
    subnet: undefined,
    dataGib: 40,
    replace: false,
    keyFile: '/home/ana/.ssh/id_ed25519',
    key: ed25519,
  })
})

t.test('the region is the same for whoever asks only for it', async t => {
  const env = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' }
  const asked = (options: { region?: string }, env: Record<string, string>) => [
    regionFrom({ options, env }),
    wantedFrom({ options: { env: 'dev', ...options }, env, readKey }).region,
  ]
  const { AWS_DEFAULT_REGION } = env
  t.same(asked({ region: 'eu-central-1' }, env), ['eu-central-1', 'eu-central-1'])
  t.same(asked({}, env), ['eu-west-1', 'eu-west-1'])
  t.same(asked({}, { AWS_DEFAULT_REGION }), ['eu-west-2', 'eu-west-2'])
  t.same(asked({}, {}), [undefined, undefined])
  t.throws(() => regionFrom({ options: { region: 'Frankfurt' }, env }), { name: 'WrongUsage' })
})

t.test('every problem is told at once', async t => {
  const options = {
    env: 'Prod',
    region: 'Frankfurt',
    size: 'small',
    'ssh-from': '203.0.113.7,home',
    domain: 'https://rates.example.com',
    key: 'no-such-file',
    ami: 'debian',
    subnet: 'default',
    'data-gib': '2',
  }
  const readKey = (file: string) => {
    throw new Refusal(`There is no key ${file}.`)
  }
  const error = t.throws(() => wantedFrom({ options, env: {}, readKey })) as Error
  const lines = error.message.split('\n')
  t.equal(error.name, 'WrongUsage')
  t.match(lines.join('\n'), /"home"/)
  for (const option of Object.keys(options).filter(option => option !== 'key'))
    t.equal(lines.filter(line => line.startsWith(`--${option} `)).length, 1, option)
  t.match(lines.at(-1), 'There is no key no-such-file.')
})

t.test('a name that is missing or wrong says what one looks like', async t => {
  for (const env of [undefined, '', '1dev', 'dev_1', 'd'.repeat(21), 'dev\n'])
    t.throws(() => wantedFrom({ options: { env }, env: {}, readKey }), {
      name: 'WrongUsage',
      message: /^--env names the environment.*as in dev or prod/,
    })
})

t.test('ranges are written as AWS writes them', async t => {
  const ranges = {
    '203.0.113.7': '203.0.113.7/32',
    '203.0.113.7/20': '203.0.112.0/20',
    '10.255.255.255/9': '10.128.0.0/9',
    '0.0.0.0/0': '0.0.0.0/0',
    '2001:0DB8:0:0:8::1/33': '2001:db8::/33',
    '2001:db8:ffff::/34': '2001:db8:c000::/34',
    '::ffff:1.2.3.4': '::ffff:102:304/128',
    '::/0': '::/0',
  }
  for (const [text, range] of Object.entries(ranges)) t.equal(cidr(text), range)
  for (const text of [
    '',
    '/8',
    '1.2.3',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/8/8',
    '::1/129',
    'fe80::1%eth0',
  ])
    t.equal(cidr(text), undefined, text)
})
