// What AWS refuses, as sentences with the next move.
import { Refusal } from '../errors.ts'

type Call = { action: string; region: string }

/** Whether AWS answered with one of these codes. IAM and SSM add `Exception` to theirs. */
export const isCode = (error: unknown, ...codes: string[]) => {
  const answer = error instanceof Refusal && error.cause ? error.cause : error
  return (
    answer instanceof Error && codes.some(code => [code, `${code}Exception`].includes(answer.name))
  )
}

/** Undefined instead of an error with one of these codes: what was asked for is so already. */
export const tolerating = async <T>(codes: string[], call: () => Promise<T>) => {
  try {
    return await call()
  } catch (error) {
    if (!isCode(error, ...codes)) throw error
  }
}

/** Keeps sentences as they are, and says of any other answer of AWS what it came up with. */
export const during = (error: unknown, doing: string) => {
  if (error instanceof Refusal || !(error instanceof Error) || !('$metadata' in error)) return error
  return new Refusal(
    `${doing}: AWS answered ${error.name}: ${error.message} Run the same command again: it goes on from here.`,
    { cause: error },
  )
}

/** The error itself where only its caller can tell what it means. */
export const explained = (error: unknown, call: Call): unknown => {
  if (!(error instanceof Error)) return error
  const { sentence } = sentences.find(({ matches }) => matches(error)) ?? {}
  return sentence ? new Refusal(sentence(error, call), { cause: error }) : error
}

type Sentence = {
  matches: (error: Error) => boolean
  sentence: (error: Error, call: Call) => string
}

const code =
  (...codes: string[]) =>
  (error: Error) =>
    isCode(error, ...codes)

const sentences: Sentence[] = [
  {
    matches: error => isCode(error, 'CredentialsProviderError') && !/expired/i.test(error.message),
    sentence: () =>
      'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with: aws sso login',
  },
  {
    matches: error =>
      isCode(error, 'ExpiredToken', 'RequestExpired', 'TokenRefreshRequired') ||
      (isCode(error, 'CredentialsProviderError', 'TokenProviderError') &&
        /expired/i.test(error.message)),
    sentence: () =>
      'The AWS credentials have expired. Get new ones (aws sso login, or whoever gave you them), then run the same command again: it goes on from here.',
  },
  {
    matches: code(
      'InvalidClientTokenId',
      'UnrecognizedClient',
      'AuthFailure',
      'SignatureDoesNotMatch',
    ),
    sentence: (error, { region }) =>
      `AWS does not accept these credentials in ${region}: ${error.message} Check AWS_PROFILE and the keys; a region may have to be enabled in the account first.`,
  },
  {
    matches: code('OptInRequired'),
    sentence: (_, { region }) =>
      `The account has not enabled what this needs in ${region}. Choose another --region, or enable it.`,
  },
  {
    matches: code('UnauthorizedOperation', 'AccessDenied'),
    sentence: (error, { action: called }) => {
      const action = refusedAction(error) ?? called
      return `These credentials may not ${action}. ${remedy(action)} AWS says: ${error.message}`
    },
  },
  {
    matches: error => /ENOTFOUND|EAI_AGAIN/.test(`${(error as NodeJS.ErrnoException).code}`),
    sentence: (error, { region }) =>
      `No endpoint of AWS for ${region} is known here: ${error.message}. Check --region, the name server and AWS_ENDPOINT_URL.`,
  },
  {
    matches: error => /ECONNREFUSED/.test(`${(error as NodeJS.ErrnoException).code}`),
    sentence: error =>
      `Nothing answers where AWS should: ${error.message}. Check AWS_ENDPOINT_URL and the proxy.`,
  },
  {
    matches: error => error.message === 'Region is missing',
    sentence: () => 'No region: give --region, as in --region eu-central-1, or set AWS_REGION.',
  },
  {
    matches: error => isCode(error, 'InsufficientInstanceCapacity', 'Unsupported'),
    sentence: error =>
      `AWS has none of these machines free just now. Run again later, or take another --size. AWS says: ${error.message}`,
  },
  {
    matches: error => /LimitExceeded/.test(error.name) && !/^Request/.test(error.name),
    sentence: error =>
      `A limit of the account is reached. Remove what is unused or ask AWS for more, then run again. AWS says: ${error.message}`,
  },
]

/** Whoever may give a role rights may give it all of them, so that is no right of everyday runs. */
const remedy = (action: string) =>
  ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:TagRole'].includes(action)
    ? 'provision/aws/policy-roles.json lists what making a role needs: have somebody who administers IAM do this run, then go on with your own credentials.'
    : 'provision/aws/policy.json lists all that is needed: have it attached, then run again.'

const refusedAction = ({ message }: Error) =>
  /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1]
