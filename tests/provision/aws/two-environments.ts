import {
  CreateSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2'
import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { moto } from '#tests/fixtures/moto.ts'
import { provisioning } from '#tests/fixtures/provisioning.ts'

t.test('two environments in one account', needsDocker(), async t => {
  const { aws, clients } = await moto(t)
  const dev = provisioning(aws, 'dev')
  const prod = provisioning(aws, 'prod')
  await dev.apply()
  await prod.apply()
  const before = await prod.ours()

  t.test('each keeps to itself', async t => {
    t.strictSame(await dev.pending(), [])
    t.strictSame(await prod.pending(), [])
    await dev.apply({ size: 't3.medium' })
    t.strictSame(await prod.ours(), before, 'what changes the one leaves the other as it is')
  })

  t.test('an environment lives in one region', async t => {
    const elsewhere = provisioning(await clients('eu-west-1'), 'dev')
    const sentence = /The environment dev lives in eu-central-1.*--region eu-central-1/
    await t.rejects(elsewhere.planned(), { name: 'Refusal', message: sentence })
    await t.rejects(elsewhere.destroy(), { name: 'Refusal', message: sentence })
  })

  t.test('what is not ours is spared', async t => {
    const { offer } = (await dev.planned()).found
    const group = await aws.ec2.send(
      new CreateSecurityGroupCommand({ GroupName: 'rates-other', Description: 'not ours' }),
    )
    const GroupIds = [group.GroupId ?? '']
    const run = await aws.ec2.send(
      new RunInstancesCommand({
        ImageId: offer.image.id,
        InstanceType: 't3.small',
        MinCount: 1,
        MaxCount: 1,
        SecurityGroupIds: GroupIds,
      }),
    )
    const InstanceIds = [run.Instances?.[0]?.InstanceId ?? '']
    await dev.destroy()

    const { Reservations } = await aws.ec2.send(new DescribeInstancesCommand({ InstanceIds }))
    t.equal(Reservations?.[0]?.Instances?.[0]?.State?.Name, 'running')
    t.ok(await aws.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds })))
    t.strictSame(await prod.ours(), before)
    t.match(await dev.ours(), { role: undefined, instances: [], volumes: [], addresses: [] })
  })

  t.test('a role of our name that is not ours is neither used nor deleted', async t => {
    const RoleName = 'rates-theirs'
    await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{}' }))
    const theirs = provisioning(aws, 'theirs')
    await t.rejects(theirs.planned(), { name: 'Refusal', message: /rates-theirs .* not ours/ })
    await theirs.destroy()
    t.ok(await aws.iam.send(new GetRoleCommand({ RoleName })))
  })
})
