import {
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2'
import {
  DeleteInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import t from 'tap'
import type { Aws } from '#provision/aws/clients.ts'
import { instance } from '#provision/aws/instance.ts'
import policy from '#provision/aws/policy.json' with { type: 'json' }
import roles from '#provision/aws/policy-roles.json' with { type: 'json' }
import {
  changeParameter,
  createParameter,
  readParameters,
} from '#provision/parameters/parameters.ts'
import { surveyDoomed, tearDown } from '#provision/teardown.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { watched } from '#tests/fixtures/faults.ts'
import { moto } from '#tests/fixtures/moto.ts'
import {
  ed25519,
  firstBoot,
  type Provisioning,
  provisioning,
} from '#tests/fixtures/provisioning.ts'

// Nobody calls these: IAM asks for them when a role is made with tags, and given to an instance.
const implied = ['iam:PassRole', 'iam:TagInstanceProfile', 'iam:TagRole']
const environment = 'prod'

t.test('the policy allows what is called, and nothing else', needsDocker(), async t => {
  const { aws, clients } = await moto(t)
  const byHand = await clients()
  const calls = watched(aws)
  const prod = provisioning(aws, environment)

  await prod.apply()
  await prod.apply({ size: 't3.medium', dataGib: 30, sshFrom: ['198.51.100.0/24'] })
  for (const drift of [closeWayOut, deleteProfile, takeProfileOff]) {
    await drift(byHand, prod)
    await prod.apply()
  }
  await openMetadata(aws, prod)
  await prod.apply({ replace: true })
  await useParameters(aws)
  await destroy(aws)

  const called = new Set(calls.map(({ action }) => action))
  const allowed = new Set([...policy.Statement, ...roles.Statement].flatMap(({ Action }) => Action))
  t.strictSame([...called].filter(action => !allowed.has(action)).sort(), [], 'called, not allowed')
  t.strictSame([...allowed].filter(action => !called.has(action)).sort(), implied, 'never called')
  t.comment(`${calls.length} calls of ${called.size} actions, ${allowed.size} allowed`)
})

t.test('what changes something is bound to what is ours', async t => {
  for (const { Sid, Action, Resource, Condition } of policy.Statement as Statement[]) {
    const changing = [Action].flat().filter(action => !/:(Describe|Get)/.test(action))
    const isBound = Condition !== undefined || ![Resource].flat().includes('*')
    t.ok(changing.length === 0 || isBound, `${Sid} has a condition or names its resources`)
  }
})

t.test('who may run it gives no role a right', async t => {
  const own = policy.Statement.flatMap(({ Action }) => Action)
  const giving = /^iam:(.*\*|CreateRole|(Put|Attach)\w*Policy|\w*PolicyVersion|Update\w*|TagRole)$/
  t.strictSame(own.filter(action => giving.test(action)).sort(), [])
  t.ok(roles.Statement[0]?.Action.every(action => giving.test(action)))
})

t.test('user data, with the private host key in it, is read on our instances only', async t => {
  const reading = (policy.Statement as Statement[]).filter(({ Action }) =>
    [Action].flat().includes('ec2:DescribeInstanceAttribute'),
  )
  t.strictSame(
    reading.map(({ Condition }) => Condition),
    [{ StringLike: { 'aws:ResourceTag/rates:environment': '*' } }],
  )
})

t.test('two replacements narrow it to one environment', async t => {
  const narrowed = JSON.stringify([...policy.Statement, ...roles.Statement])
    .replace(/(rates[-/])\*/g, '$1prod')
    .replace(/(rates:environment":)"\*"/g, '$1"prod"')
  const open = (JSON.parse(narrowed) as Statement[]).filter(
    statement => !JSON.stringify(statement).includes('prod'),
  )
  t.strictSame(
    open.map(({ Sid }) => Sid),
    ['Look', 'MakeFromWhatIsThere', 'TagWhatIsMade', 'DebianImage'],
  )
  t.match(narrowed, 'parameter/rates/prod","arn:aws:ssm:*:*:parameter/rates/prod/*"')
  t.notMatch(narrowed, /rates-\*|rates\/\*|environment":"\*"/)
})

type Statement = {
  Sid: string
  Action: string | string[]
  Resource: string | string[]
  Condition?: object
}

const closeWayOut = async ({ ec2 }: Aws, { ours }: Provisioning) => {
  const GroupId = (await ours()).securityGroups[0]?.id
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }))
}

const deleteProfile = async ({ iam }: Aws) => {
  const names = { RoleName: 'rates-prod', InstanceProfileName: 'rates-prod' }
  await iam.send(new RemoveRoleFromInstanceProfileCommand(names))
  await iam.send(new DeleteInstanceProfileCommand(names))
}

const takeProfileOff = async (aws: Aws) => {
  const query = new DescribeIamInstanceProfileAssociationsCommand()
  const { IamInstanceProfileAssociations } = await aws.ec2.send(query)
  const AssociationId = IamInstanceProfileAssociations?.[0]?.AssociationId
  await aws.ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }))
  await deleteProfile(aws)
}

/** Moto neither tells nor takes them, so the answer is made up. */
const openMetadata = async (aws: Aws, { planned, hands }: Provisioning) => {
  aws.ec2.middlewareStack.add(
    (next, { commandName }) =>
      async args =>
        commandName === 'ModifyInstanceMetadataOptionsCommand'
          ? { response: {}, output: { $metadata: {} } }
          : next(args),
    { step: 'deserialize', priority: 'high' },
  )
  const { wanted, found } = await planned()
  for (const each of found.instances) each.metadata = { tokens: 'optional', hopLimit: 2 }
  await instance.change({ ...hands, wanted, found, made: {}, firstBoot })
}

const useParameters = async (aws: Aws) => {
  const parameter = { name: 'POSTGRES_PASSWORD', value: 'a secret' }
  await createParameter(aws, environment, parameter)
  await createParameter(aws, environment, parameter)
  await changeParameter(aws, environment, parameter)
  await readParameters(aws, environment)
}

const destroy = async (aws: Aws) => {
  const run = { aws, environment, dumpTo: undefined, say: () => {} }
  const { signal } = new AbortController()
  const key = ed25519 as unknown as Parameters<typeof tearDown>[0]['key']
  const route = {} as Parameters<typeof tearDown>[0]
  await tearDown({ ...route, ...run, key, signal }, await surveyDoomed(run))
}
