// What has our name is ours only with our tag. IAM has one name for all regions, so its things tell theirs.
import { Refusal } from '../errors.ts'
import { isCode } from './errors.ts'
import { type Tags, tagNames } from './tags.ts'

/** What may be listed and named in an IAM policy without knowing each environment. */
export const iamPath = '/rates/'

type Named = { name: string; tags: Tags }
type Place = { environment: string; region: string }

export const isOurs = ({ tags }: Pick<Named, 'tags'>, environment: string) =>
  tags[tagNames.environment] === environment

export const refuseForeign = (thing: Named, place: Place & { kind: string }) => {
  if (!isOurs(thing, place.environment))
    throw new Refusal(
      `There is a ${place.kind} ${thing.name} in this account that is not ours: it lacks the tag ${tagNames.environment}=${place.environment}. Choose another --env, or remove it.`,
    )
  refuseElsewhere(thing, place)
}

export const refuseElsewhere = ({ name, tags }: Named, { environment, region }: Place) => {
  const home = tags[tagNames.region]
  if (home !== undefined && home !== region)
    throw new Refusal(
      `The environment ${environment} lives in ${home}, says ${name} in IAM, not in ${region}. Give --region ${home}, or choose another --env.`,
    )
}

/** A creation whose first answer was lost finds its own work. */
export const adopting = async (create: () => Promise<unknown>) => {
  try {
    await create()
  } catch (error) {
    if (!isCode(error, 'EntityAlreadyExists')) throw error
  }
}
