// Secrets and settings of an environment, in SSM Parameter Store under /rates/<environment>/NAME.
import {
  AddTagsToResourceCommand,
  DeleteParametersCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  PutParameterCommand,
  paginateGetParametersByPath,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { ownTags, tagList } from '#provision/aws/tags.ts'
import { checkParameters } from './rules.ts'

export type Parameter = { name: string; value: string; version: number }

/** What a release keeps of a parameter. */
export type ParameterVersion = Omit<Parameter, 'value'>

export type ParameterStore = { ssm: SSMClient }
type Written = { name: string; value: string; type?: 'SecureString' | 'String' }

export const parameterPath = (environment: string) => `/rates/${environment}/`

/** All of them, by name; refuses those that no environment can hold, all at once. */
export const readParameters = async (store: ParameterStore, environment: string) => {
  const found = await listParameters(store, environment)
  checkParameters(environment, found)
  return found
}

/** As they are, also those that would be refused. */
export const listParameters = async ({ ssm }: ParameterStore, environment: string) => {
  const Path = parameterPath(environment)
  const found: Parameter[] = []
  const pages = paginateGetParametersByPath(
    { client: ssm, pageSize: 10 },
    { Path, Recursive: true, WithDecryption: true },
  )
  for await (const { Parameters = [] } of pages) {
    for (const { Name = '', Value = '', Version = 0 } of Parameters) {
      found.push({ name: Name.slice(Path.length), value: Value, version: Version })
    }
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Tagged, so that destroy finds it. Where another was faster, theirs is what is returned. */
export const createParameter = async (
  { ssm }: ParameterStore,
  environment: string,
  { name, value, type = 'SecureString' }: Written,
): Promise<Parameter> => {
  const Name = `${parameterPath(environment)}${name}`
  try {
    const { Version = 1 } = await ssm.send(
      new PutParameterCommand({ Name, Value: value, Type: type, Tags: tags(environment) }),
    )
    return { name, value, version: Version }
  } catch (error) {
    // Also after a reply that was lost: the SDK asks again, and it is there already.
    if (!(error instanceof ParameterAlreadyExists)) throw error
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }))
    return { name, value: Parameter?.Value ?? '', version: Parameter?.Version ?? 1 }
  }
}

/** A new version of one that is there; its type stays. */
export const changeParameter = async (
  { ssm }: ParameterStore,
  environment: string,
  { name, value }: Written,
): Promise<Parameter> => {
  const Name = `${parameterPath(environment)}${name}`
  const { Version = 1 } = await ssm.send(
    new PutParameterCommand({ Name, Value: value, Overwrite: true }),
  )
  // AWS takes no tags together with Overwrite.
  await ssm.send(
    new AddTagsToResourceCommand({
      ResourceType: 'Parameter',
      ResourceId: Name,
      Tags: tags(environment),
    }),
  )
  return { name, value, version: Version }
}

/** Its versions go with it: a release that had it can't be gone back to with it. Done, too, when it is gone. */
export const deleteParameter = ({ ssm }: ParameterStore, environment: string, name: string) =>
  ssm.send(new DeleteParametersCommand({ Names: [`${parameterPath(environment)}${name}`] }))

const tags = (environment: string) => tagList(ownTags(environment))
