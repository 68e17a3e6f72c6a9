// The instance profile: what hands the role to the host.
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import type { Aws } from './clients.ts'
import { tolerating } from './errors.ts'
import { adopting, iamPath, refuseForeign } from './ownership.ts'
import { keepOrChange, madeOf, type Resource, type Step } from './resource.ts'
import { difference, nameOf, ownTags, type Tags, tagList, tagNames, tagsOf } from './tags.ts'
import { patiently } from './wait.ts'

export type FoundProfile = { id: string; name: string; arn: string; roles: string[]; tags: Tags }

/** Whoever made it. */
export const findProfile = async ({ iam }: Aws, environment: string) => {
  const getting = new GetInstanceProfileCommand({ InstanceProfileName: nameOf(environment) })
  const answer = await tolerating(['NoSuchEntity'], () => iam.send(getting))
  const profile = answer?.InstanceProfile
  if (!profile) return
  return {
    id: profile.InstanceProfileId ?? '',
    name: nameOf(environment),
    arn: profile.Arn ?? '',
    roles: (profile.Roles ?? []).map(({ RoleName }) => RoleName ?? ''),
    tags: tagsOf(profile.Tags as Parameters<typeof tagsOf>[0]),
  } satisfies FoundProfile
}

export const profile: Resource = {
  plan: (_, { environment, region, profile }): Step[] => {
    const name = nameOf(environment)
    if (!profile) return [{ action: 'create', kind: 'instance profile', name, differs: [] }]

    refuseForeign(profile, { kind: 'instance profile', environment, region })
    const differs = profile.roles.includes(name) ? [] : [difference('role', 'none', name)]
    return [keepOrChange('instance profile', { id: name, name }, differs)]
  },

  create: async work => {
    const { environment, region } = work.found
    const InstanceProfileName = nameOf(environment)
    const Tags = tagList(ownTags(environment, { [tagNames.region]: region }))
    const creating = new CreateInstanceProfileCommand({ InstanceProfileName, Path: iamPath, Tags })
    await adopting(() => work.aws.iam.send(creating))
    await profile.change(work)
    return InstanceProfileName
  },

  /** A profile holds one role at most: the limit is reached when ours is in already. */
  change: async work => {
    const InstanceProfileName = nameOf(work.found.environment)
    const adding = new AddRoleToInstanceProfileCommand({
      InstanceProfileName,
      RoleName: madeOf(work, 'role'),
    })
    const what = `the instance profile ${InstanceProfileName} to be seen`
    await patiently(work, { what, codes: ['NoSuchEntity'] }, () =>
      tolerating(['LimitExceeded'], () => work.aws.iam.send(adding)),
    )
  },

  /** A profile goes only when no role is in it. */
  remove: async ({ aws: { iam } }, InstanceProfileName) => {
    const profile = { InstanceProfileName }
    const gone = ['NoSuchEntity']
    const getting = new GetInstanceProfileCommand(profile)
    const roles = (await tolerating(gone, () => iam.send(getting)))?.InstanceProfile?.Roles
    for (const { RoleName } of roles ?? []) {
      const removing = new RemoveRoleFromInstanceProfileCommand({ ...profile, RoleName })
      await tolerating(gone, () => iam.send(removing))
    }
    await tolerating(gone, () => iam.send(new DeleteInstanceProfileCommand(profile)))
  },
}
