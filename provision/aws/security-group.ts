// The host's firewall.
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import type { Difference } from '../change.ts'
import { Refusal } from '../errors.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import { isCode, tolerating } from './errors.ts'
import { lasting } from './instance-fate.ts'
import { placeOf } from './place.ts'
import { keepOrChange, type Resource, type Step, type Work } from './resource.ts'
import { permissionsOf, type Rule, ruleOf, rulesOf, sshSources, wantedRules } from './rules.ts'
import {
  nameOf,
  ours,
  ownTags,
  type Tags,
  tagDifferences,
  tagged,
  tagList,
  tagsOf,
} from './tags.ts'
import { patiently } from './wait.ts'

export type FoundSecurityGroup = {
  id: string
  vpc: string
  /** What may come in. */
  rules: Rule[]
  /** Whether the host may reach the world. */
  opensOut: boolean
  tags: Tags
}

const everywhere: Rule = 'all all from 0.0.0.0/0'

export const findSecurityGroups = async ({ ec2 }: Aws, environment: string) => {
  const describing = new DescribeSecurityGroupsCommand({ Filters: ours(environment) })
  const { SecurityGroups } = await ec2.send(describing)
  return (SecurityGroups ?? []).map(
    (group): FoundSecurityGroup => ({
      id: group.GroupId ?? '',
      vpc: group.VpcId ?? '',
      rules: rulesOf(group.IpPermissions),
      opensOut: rulesOf(group.IpPermissionsEgress).includes(everywhere),
      tags: tagsOf(group.Tags),
    }),
  )
}

export const securityGroup: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'security group'
    const name = nameOf(found.environment)
    const group = keptGroup(wanted, found)
    const extra = found.securityGroups
      .filter(other => other !== group)
      .map(({ id }): Step => ({ action: 'delete', kind, name: id, id, differs: [] }))
    const differs = differences(wanted, found, group)
    if (!group) return [{ action: 'create', kind, name, differs }, ...extra]
    return [keepOrChange(kind, { id: group.id, name: group.id }, differs), ...extra]
  },

  create: async work => {
    const { environment } = work.found
    const creating = new CreateSecurityGroupCommand({
      GroupName: nameOf(environment),
      Description: `The host of the environment ${environment}`,
      VpcId: placeOf(work.wanted, work.found).vpc,
      TagSpecifications: [tagged('security-group', ownTags(environment))],
    })
    const id = (await work.aws.ec2.send(creating).catch(adopted(work))).GroupId ?? ''
    await allow(work, id, wantedRules(work.wanted.sshFrom ?? []))
    return id
  },

  change: async work => {
    const group = keptGroup(work.wanted, work.found)
    if (!group) return
    const { ec2 } = work.aws
    const { missing, extra } = compare(work.wanted, group)
    // First open, then close: who changes his address is not locked out by a crash between the two.
    if (missing.length > 0) await allow(work, group.id, missing)
    if (extra.length > 0) await revoke(work, group.id, extra)
    if (!group.opensOut) await allowOut(work.aws, group.id)
    const tags = ownTags(work.found.environment)
    if (tagDifferences(tags, group.tags).length > 0)
      await ec2.send(new CreateTagsCommand({ Resources: [group.id], Tags: tagList(tags) }))
  },

  /** A network interface may outlive its instance by a minute. */
  remove: (hands, GroupId) =>
    patiently(
      hands,
      { what: `security group ${GroupId} to be out of use`, codes: ['DependencyViolation'] },
      () =>
        tolerating(['InvalidGroup.NotFound'], () =>
          hands.aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
        ),
    ),
}

/** The one that the instance uses; else the first. */
const keptGroup = (wanted: Wanted, found: Found) => {
  const used = lasting(wanted, found)?.groups ?? []
  const [first] = [...found.securityGroups].sort((a, b) => (a.id < b.id ? -1 : 1))
  return found.securityGroups.find(({ id }) => used.includes(id)) ?? first
}

const differences = (
  wanted: Wanted,
  { environment }: Found,
  group: FoundSecurityGroup | undefined,
): Difference[] => {
  const { missing, extra } = compare(wanted, group)
  return [
    ...missing.map(rule => ({ what: 'rule', to: rule })),
    ...extra.map(rule => ({ what: 'rule', from: rule })),
    ...(group && !group.opensOut ? [{ what: 'rule out', to: everywhere }] : []),
    ...(group ? tagDifferences(ownTags(environment), group.tags) : []),
  ]
}

const compare = ({ sshFrom }: Wanted, group: FoundSecurityGroup | undefined) => {
  const found = group?.rules ?? []
  const sources = sshFrom ?? sshSources(found)
  if (sources.length === 0)
    throw new Refusal(
      'Give --ssh-from: the address ranges from which SSH is let in, as in --ssh-from 203.0.113.7/32. There is no default.',
    )
  const rules = wantedRules(sources)
  return {
    missing: rules.filter(rule => !found.includes(rule)),
    extra: found.filter(rule => !rules.includes(rule)),
  }
}

/** The name is taken: by our own call, whose answer was lost, or by somebody else. */
const adopted = (work: Work) => async (error: unknown) => {
  if (!isCode(error, 'InvalidGroup.Duplicate')) throw error
  const { environment } = work.found
  const [group] = await findSecurityGroups(work.aws, environment)
  if (group) return { GroupId: group.id }
  throw new Refusal(
    `There is a security group ${nameOf(environment)} that is not ours: it lacks our tag. Choose another --env, or remove it.`,
    { cause: error },
  )
}

const allow = (work: Work, GroupId: string, rules: Rule[]) => {
  const allowing = new AuthorizeSecurityGroupIngressCommand({
    GroupId,
    IpPermissions: permissionsOf(rules),
  })
  const waiting = { what: `security group ${GroupId} to be seen`, codes: ['InvalidGroup.NotFound'] }
  return patiently(work, waiting, () =>
    tolerating(['InvalidPermission.Duplicate'], () => work.aws.ec2.send(allowing)),
  )
}

/** By their ids: a rule that was made by hand may share its ports with one of ours. */
const revoke = async ({ aws: { ec2 } }: Work, GroupId: string, rules: Rule[]) => {
  const Filters = [{ Name: 'group-id', Values: [GroupId] }]
  const describing = new DescribeSecurityGroupRulesCommand({ Filters })
  const { SecurityGroupRules } = await ec2.send(describing)
  const SecurityGroupRuleIds = (SecurityGroupRules ?? [])
    .filter(rule => !rule.IsEgress && rules.includes(ruleOf(rule)))
    .map(({ SecurityGroupRuleId }) => SecurityGroupRuleId ?? '')
  if (SecurityGroupRuleIds.length > 0)
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }))
}

const allowOut = ({ ec2 }: Aws, GroupId: string) =>
  ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: permissionsOf([everywhere]),
    }),
  )
