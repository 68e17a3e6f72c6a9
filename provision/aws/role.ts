// The role that the host has in AWS: its own environment's parameters, its own backups, and nothing else.
import { isDeepStrictEqual } from 'node:util'
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import { tolerating } from './errors.ts'
import { adopting, iamPath, refuseForeign } from './ownership.ts'
import { keepOrChange, type Resource, type Step } from './resource.ts'
import { difference, nameOf, ownTags, type Tags, tagList, tagNames, tagsOf } from './tags.ts'
import { patiently } from './wait.ts'

export type FoundRole = { name: string; arn: string; tags: Tags; policy: unknown }

const policyName = 'parameters'

/** By its name, whoever made it: IAM has no search by tag. */
export const findRole = async ({ iam }: Aws, environment: string) => {
  const name = { RoleName: nameOf(environment) }
  const missing = ['NoSuchEntity']
  const role = (await tolerating(missing, () => iam.send(new GetRoleCommand(name))))?.Role
  if (!role) return

  const reading = new GetRolePolicyCommand({ ...name, PolicyName: policyName })
  const document = (await tolerating(missing, () => iam.send(reading)))?.PolicyDocument
  return {
    name: name.RoleName,
    arn: role.Arn ?? '',
    tags: tagsOf(role.Tags as Parameters<typeof tagsOf>[0]),
    policy: document && JSON.parse(decodeURIComponent(document)),
  } satisfies FoundRole
}

export const role: Resource = {
  plan: ({ backupTo }, { environment, region, role }): Step[] => {
    const name = nameOf(environment)
    if (!role) return [{ action: 'create', kind: 'role', name, differs: [] }]

    refuseForeign(role, { kind: 'role', environment, region })
    const policy = policyFor(role, { environment, region, backupTo })
    const same = isDeepStrictEqual(policy, role.policy)
    const differs = same
      ? []
      : [difference('policy', role.policy ? 'another' : 'none', rights(backupTo))]
    return [keepOrChange('role', { id: name, name }, differs)]
  },

  create: async ({ aws, wanted: { backupTo }, found, pause, signal, say }) => {
    const { environment, region } = found
    const tags = ownTags(environment, { [tagNames.region]: region })
    const creating = new CreateRoleCommand({
      RoleName: nameOf(environment),
      Path: iamPath,
      Description: `The host of the environment ${environment}`,
      AssumeRolePolicyDocument: JSON.stringify(usedByEc2),
      Tags: tagList(tags),
    })
    await adopting(() => aws.iam.send(creating))
    const what = `the role ${nameOf(environment)} to be seen`
    const made = await patiently({ pause, signal, say }, { what, codes: ['Unseen'] }, async () => {
      const seen = await findRole(aws, environment)
      if (seen) return seen
      throw Object.assign(new Error('IAM shows no such role yet.'), { name: 'Unseen' })
    })
    refuseForeign(made, { kind: 'role', environment, region })
    await putPolicy(aws, made, { ...found, backupTo })
    return made.name
  },

  change: async ({ aws, wanted: { backupTo }, found }) =>
    found.role && putPolicy(aws, found.role, { ...found, backupTo }),

  remove: async ({ aws: { iam } }, RoleName) => {
    const gone = ['NoSuchEntity']
    const policy = new DeleteRolePolicyCommand({ RoleName, PolicyName: policyName })
    await tolerating(gone, () => iam.send(policy))
    await tolerating(gone, () => iam.send(new DeleteRoleCommand({ RoleName })))
  },
}

// Said in the plan: whoever may set a parameter names the bucket.
const rights = (backupTo: string | undefined) =>
  backupTo ? `${policyName}, and ${backupTo}` : policyName

type Place = Pick<Found, 'environment' | 'region'> & Pick<Wanted, 'backupTo'>

const putPolicy = ({ iam }: Aws, role: FoundRole, place: Place) =>
  iam.send(
    new PutRolePolicyCommand({
      RoleName: role.name,
      PolicyName: policyName,
      PolicyDocument: JSON.stringify(policyFor(role, place)),
    }),
  )

const usedByEc2 = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
}

const policyFor = ({ arn }: FoundRole, { environment, region, backupTo }: Place) => {
  const [, partition = '', , , account = ''] = arn.split(':')
  const path = `arn:${partition}:ssm:${region}:${account}:parameter/rates/${environment}`
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
        Resource: [path, `${path}/*`],
      },
      ...(backupTo ? keepingBackups({ partition, account }, backupTo) : []),
    ],
  }
}

const keepingBackups = (
  { partition, account }: { partition: string; account: string },
  backupTo: string,
) => {
  const [bucket = '', ...prefix] = backupTo.replace('s3://', '').split('/')
  const arn = `arn:${partition}:s3:::${bucket}`
  // A name that was mistyped, or is free again, may be somebody else's by now.
  const Condition = { StringEquals: { 'aws:ResourceAccount': account } }
  return [
    {
      Effect: 'Allow',
      Action: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: [arn],
      Condition,
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: [[arn, ...prefix, '*'].join('/')],
      Condition,
    },
  ]
}
