import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { awsClients, closeClients } from '#provision/aws/clients.ts'
import { findOurs } from '#provision/found.ts'
import { setVariable } from '#tests/fixtures/moto.ts'

type Answer = { code: string; message: string }

/** What AWS answers, and the sentence that the operator reads. */
const answers: Record<string, Answer & { sentence: RegExp }> = {
  'expired credentials': {
    code: 'ExpiredToken',
    message: 'The security token included in the request is expired',
    sentence: /^The AWS credentials have expired\. Get new ones.*run the same command again/,
  },
  'unknown credentials': {
    code: 'InvalidClientTokenId',
    message: 'The security token included in the request is invalid.',
    sentence: /^AWS does not accept these credentials in eu-central-1: The security token/,
  },
  'credentials that may not': {
    code: 'AccessDenied',
    message:
      'User: arn:aws:iam::123456789012:user/ana is not authorized to perform: iam:GetRole on resource: role rates-dev',
    sentence: /^These credentials may not iam:GetRole\. provision\/aws\/policy\.json lists all/,
  },
  'credentials that may not make roles': {
    code: 'AccessDenied',
    message:
      'User: arn:aws:iam::123456789012:user/ana is not authorized to perform: iam:CreateRole on resource: role rates-dev',
    sentence: /^These credentials may not iam:CreateRole\. .*policy-roles\.json.* administers IAM/,
  },
  'credentials that may not, without saying what': {
    code: 'UnauthorizedOperation',
    message: 'You are not authorized to perform this operation.',
    sentence: /^These credentials may not iam:GetRole\./,
  },
  'a limit': {
    code: 'AddressLimitExceeded',
    message: 'The maximum number of addresses has been reached.',
    sentence: /^A limit of the account is reached\..*The maximum number of addresses/,
  },
}

for (const [what, { sentence, ...answer }] of Object.entries(answers))
  t.test(`${what}: a sentence`, async t => {
    give(t, { AWS_ENDPOINT_URL: await answering(t, answer) })
    await t.rejects(look(t), { name: 'Refusal', message: sentence })
  })

t.test('no credentials: where they come from', async t => {
  give(t, { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined })
  await t.rejects(look(t), {
    name: 'Refusal',
    message: /^No AWS credentials were found\. Set AWS_PROFILE/,
  })
})

t.test('no region: how to give one', async t => {
  give(t, { AWS_REGION: undefined })
  await t.rejects(awsClients({}), { name: 'Refusal', message: /^No region: give --region/ })
})

t.test('a region that is none', async t => {
  give(t, { AWS_ENDPOINT_URL: 'http://aws.invalid' })
  const message = /^No endpoint of AWS for eu-central-1 is known here.*Check --region/
  await t.rejects(look(t), { name: 'Refusal', message })
})

t.test('nobody at home', async t => {
  give(t, { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' })
  await t.rejects(look(t), { name: 'Refusal', message: /^Nothing answers where AWS should/ })
})

async function look(t: Test) {
  const aws = await awsClients({ region: 'eu-central-1' })
  t.teardown(() => closeClients(aws))
  return findOurs(aws, 'dev')
}

/** Whoever runs the tests may have credentials: these are all that the SDK sees. */
function give(t: Test, more: Record<string, string | undefined>) {
  const settings = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...more,
  }
  for (const [name, value] of Object.entries(settings)) setVariable(t, name, value)
}

/** IAM as it refuses: the first that is asked. */
async function answering(t: Test, { code, message }: Answer) {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
  const server = createServer((_, response) => response.writeHead(403).end(body))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
