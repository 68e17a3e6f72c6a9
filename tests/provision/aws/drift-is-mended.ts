import * as ec2 from '@aws-sdk/client-ec2'
import * as iam from '@aws-sdk/client-iam'
import t from 'tap'
import type { Aws } from '#provision/aws/clients.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { moto } from '#tests/fixtures/moto.ts'
import type { Provisioning } from '#tests/fixtures/provisioning.ts'
import { provisioning } from '#tests/fixtures/provisioning.ts'

type Drift = { what: string; make: (aws: Aws, ids: Ids) => Promise<unknown>; pending: string[] }

const everyone = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] }

const drifts: Drift[] = [
  {
    what: 'SSH opened to everyone',
    make: (aws, { GroupId }) =>
      aws.ec2.send(
        new ec2.AuthorizeSecurityGroupIngressCommand({
          GroupId,
          IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...everyone }],
        }),
      ),
    pending: ['change security group'],
  },
  {
    what: 'HTTPS closed',
    make: async (aws, { GroupId }) => {
      const query = { Filters: [{ Name: 'group-id', Values: [GroupId] }] }
      const found = await aws.ec2.send(new ec2.DescribeSecurityGroupRulesCommand(query))
      const https = found.SecurityGroupRules?.filter(({ FromPort }) => FromPort === 443)
      const SecurityGroupRuleIds = https?.map(
        ({ SecurityGroupRuleId }) => SecurityGroupRuleId ?? '',
      )
      await aws.ec2.send(
        new ec2.RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }),
      )
    },
    pending: ['change security group'],
  },
  {
    what: 'the way out closed',
    make: (aws, { GroupId }) =>
      aws.ec2.send(
        new ec2.RevokeSecurityGroupEgressCommand({
          GroupId,
          IpPermissions: [{ IpProtocol: '-1', ...everyone }],
        }),
      ),
    pending: ['change security group'],
  },
  {
    what: 'another security group on the instance',
    make: (aws, { InstanceId, otherGroup }) =>
      aws.ec2.send(new ec2.ModifyInstanceAttributeCommand({ InstanceId, Groups: [otherGroup] })),
    pending: ['change instance'],
  },
  {
    what: 'the security group deleted',
    make: (aws, { GroupId }) => aws.ec2.send(new ec2.DeleteSecurityGroupCommand({ GroupId })),
    pending: ['create security group', 'change instance'],
  },
  {
    what: 'the key pair deleted',
    make: (aws, { KeyName }) => aws.ec2.send(new ec2.DeleteKeyPairCommand({ KeyName })),
    pending: ['create key pair'],
  },
  {
    what: 'the instance stopped',
    make: (aws, { InstanceId }) =>
      aws.ec2.send(new ec2.StopInstancesCommand({ InstanceIds: [InstanceId] })),
    pending: ['change instance'],
  },
  {
    what: 'the instance ended',
    make: (aws, { InstanceId }) =>
      aws.ec2.send(new ec2.TerminateInstancesCommand({ InstanceIds: [InstanceId] })),
    pending: ['create instance', 'create address association', 'create volume attachment'],
  },
  {
    what: 'names changed',
    make: (aws, { GroupId, VolumeId, InstanceId, AllocationId }) =>
      aws.ec2.send(
        new ec2.CreateTagsCommand({
          Resources: [GroupId, VolumeId, InstanceId, AllocationId],
          Tags: [{ Key: 'Name', Value: 'mine' }],
        }),
      ),
    pending: ['security group', 'data volume', 'instance', 'address'].map(kind => `change ${kind}`),
  },
  {
    what: 'the data volume detached',
    make: (aws, { VolumeId, InstanceId }) =>
      aws.ec2.send(new ec2.DetachVolumeCommand({ VolumeId, InstanceId, Device: '/dev/sdf' })),
    pending: ['create volume attachment'],
  },
  {
    what: 'the address released',
    make: (aws, { AllocationId }) => aws.ec2.send(new ec2.ReleaseAddressCommand({ AllocationId })),
    pending: ['create address', 'create address association'],
  },
  {
    what: "the role's policy deleted",
    make: (aws, { RoleName }) =>
      aws.iam.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'parameters' })),
    pending: ['change role'],
  },
  {
    what: "the role's policy widened",
    make: (aws, { RoleName }) =>
      aws.iam.send(
        new iam.PutRolePolicyCommand({
          RoleName,
          PolicyName: 'parameters',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'ssm:*', Resource: '*' }],
          }),
        }),
      ),
    pending: ['change role'],
  },
  {
    what: 'the role taken off the instance profile',
    make: (aws, { RoleName }) =>
      aws.iam.send(
        new iam.RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName: RoleName }),
      ),
    pending: ['change instance profile'],
  },
  {
    what: 'the instance profile deleted',
    make: async (aws, { RoleName }) => {
      const profile = { InstanceProfileName: RoleName }
      await aws.iam.send(new iam.RemoveRoleFromInstanceProfileCommand({ RoleName, ...profile }))
      await aws.iam.send(new iam.DeleteInstanceProfileCommand(profile))
    },
    pending: ['create instance profile', 'change instance'],
  },
]

t.test('what drifts is found and mended', needsDocker(), async t => {
  const { aws } = await moto(t)
  const dev = provisioning(aws, 'dev')
  await dev.apply()
  for (const { what, make, pending } of drifts) {
    await make(aws, await idsOf(aws, dev))
    t.strictSame(await dev.pending(), pending, what)
    await dev.apply()
    t.strictSame(await dev.pending(), [], `${what}: mended`)
  }
  await dev.destroy()
})

const idsOf = async (aws: Aws, { ours }: Provisioning) => {
  const { securityGroups, volumes, instances, addresses, keyPairs, role } = await ours()
  const groups = await aws.ec2.send(new ec2.DescribeSecurityGroupsCommand())
  return {
    GroupId: securityGroups[0]?.id ?? '',
    VolumeId: volumes[0]?.id ?? '',
    InstanceId: instances[0]?.id ?? '',
    AllocationId: addresses[0]?.id ?? '',
    KeyName: keyPairs[0]?.name ?? '',
    RoleName: role?.name ?? '',
    otherGroup:
      groups.SecurityGroups?.find(({ GroupName }) => GroupName === 'default')?.GroupId ?? '',
  }
}

type Ids = Awaited<ReturnType<typeof idsOf>>
