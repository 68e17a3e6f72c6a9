// The operator's public key, as AWS gives it to a new instance.
import {
  CreateTagsCommand,
  DeleteKeyPairCommand,
  DescribeKeyPairsCommand,
  ImportKeyPairCommand,
} from '@aws-sdk/client-ec2'
import { Refusal } from '../errors.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import { isCode } from './errors.ts'
import { lasting } from './instance-fate.ts'
import { keepOrChange, type Resource, type Step, type Work } from './resource.ts'
import {
  difference,
  nameOf,
  ours,
  ownTags,
  type Tags,
  tagDifferences,
  tagged,
  tagList,
  tagNames,
  tagsOf,
} from './tags.ts'

/** AWS prints another fingerprint for each kind of key, so we keep our own in a tag. */
export type FoundKeyPair = { id: string; name: string; fingerprint: string; tags: Tags }

export const findKeyPairs = async ({ ec2 }: Aws, environment: string) => {
  const { KeyPairs } = await ec2.send(new DescribeKeyPairsCommand({ Filters: ours(environment) }))
  return (KeyPairs ?? []).map((pair): FoundKeyPair => {
    const tags = tagsOf(pair.Tags)
    const fingerprint = tags[tagNames.key] ?? 'unknown'
    return { id: pair.KeyPairId ?? '', name: pair.KeyName ?? '', fingerprint, tags }
  })
}

export const keyPair: Resource = {
  plan: (wanted, found): Step[] => {
    const kind = 'key pair'
    const name = nameOf(found.environment)
    const wantedKey = wanted.key.fingerprint
    const pair = keptPair(found)
    const extra = found.keyPairs
      .filter(other => other !== pair)
      .map(({ name }): Step => ({ action: 'delete', kind, name, id: name, differs: [] }))

    refuseOtherKey(wanted, found)
    if (!pair)
      return [
        { action: 'create', kind, name, differs: [difference('key', undefined, wantedKey)] },
        ...extra,
      ]
    if (pair.fingerprint === wantedKey) {
      const differs = tagDifferences(ownTags(found.environment), pair.tags)
      return [keepOrChange(kind, { id: name, name }, differs), ...extra]
    }
    const differs = [difference('key', pair.fingerprint, wantedKey)]
    return [{ action: 'replace', kind, name, id: name, differs }, ...extra]
  },

  create: async work => {
    const { environment } = work.found
    const { publicKey, fingerprint } = work.wanted.key
    const tags = ownTags(environment, { [tagNames.key]: fingerprint })
    const importing = new ImportKeyPairCommand({
      KeyName: nameOf(environment),
      PublicKeyMaterial: Buffer.from(publicKey),
      TagSpecifications: [tagged('key-pair', tags)],
    })
    await work.aws.ec2.send(importing).catch(adopted(work))
    return nameOf(environment)
  },

  change: async ({ aws, found }) => {
    const Resources = [keptPair(found)?.id ?? '']
    const Tags = tagList(ownTags(found.environment))
    await aws.ec2.send(new CreateTagsCommand({ Resources, Tags }))
  },

  /** Done, too, when there is none: AWS does not mind. */
  remove: ({ aws: { ec2 } }, KeyName) => ec2.send(new DeleteKeyPairCommand({ KeyName })),
}

/** The one that has our name, by which instances are given it. */
const keptPair = ({ environment, keyPairs }: Found) =>
  keyPairs.find(({ name }) => name === nameOf(environment))

/** A key pair can be replaced, but the host that lives took the old one at its first boot. */
const refuseOtherKey = (wanted: Wanted, found: Found) => {
  const instance = lasting(wanted, found)
  const taken = instance && (instance.key ?? keptPair(found)?.fingerprint)
  if (taken === undefined || taken === wanted.key.fingerprint) return
  throw new Refusal(
    `The host of ${found.environment} takes the key ${taken}, and --key has ${wanted.key.fingerprint}. Give the file of the former, or --replace the host: its data and address stay.`,
  )
}

const adopted = (work: Work) => async (error: unknown) => {
  if (!isCode(error, 'InvalidKeyPair.Duplicate')) throw error
  const { environment } = work.found
  const pair = keptPair({ ...work.found, keyPairs: await findKeyPairs(work.aws, environment) })
  if (pair) return
  throw new Refusal(
    `There is a key pair ${nameOf(environment)} that is not ours: it lacks our tag. Choose another --env, or remove it.`,
    { cause: error },
  )
}
