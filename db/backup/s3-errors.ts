// What S3 refuses, as sentences with the next move.
import { Refusal } from '../refusal.ts'

type Here = { address: string; bucket: string; prefix: string }

/** The error itself where only its caller can tell what it means. */
export const explained = (error: unknown, here: Here, operation: string): unknown => {
  if (!(error instanceof Error) || error instanceof Refusal || error.name === 'NoSuchKey')
    return error
  const { sentence } = sentences.find(({ matches }) => matches.test(codesOf(error))) ?? other
  return new Refusal(sentence(error, here, operation), { cause: error })
}

type Sentence = { sentence: (error: Error, here: Here, operation: string) => string }

/** What AWS calls it, and what Node does. */
const codesOf = (error: Error) => `${error.name} ${(error as NodeJS.ErrnoException).code ?? ''}`

/** Without the names of packages that Node's errors do not have, either. */
const reasonOf = (error: Error) =>
  error.message.replace(/^@smithy\/\S+ - /, '').replace(/\.$/, '') || codesOf(error)

const again = 'Then run the same command again: it goes on from here.'

const sentences: (Sentence & { matches: RegExp })[] = [
  {
    matches: /NoSuchBucket/,
    sentence: (_, { bucket }) =>
      `There is no bucket ${bucket}. Make it (aws s3 mb s3://${bucket}), or mend BACKUP_S3.`,
  },
  {
    matches: /AccessDenied|Forbidden/,
    sentence: (error, { bucket, prefix }, operation) =>
      `These credentials may not do ${operation} at s3://${bucket}/${prefix}. ` +
      `They need s3:ListBucket and s3:ListBucketMultipartUploads on arn:aws:s3:::${bucket}, and ` +
      's3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on ' +
      `arn:aws:s3:::${bucket}/${prefix}*. S3 says: ${error.message}`,
  },
  {
    matches: /ExpiredToken|RequestExpired|TokenRefreshRequired/,
    sentence: () => `The AWS credentials have expired. Get new ones. ${again}`,
  },
  {
    matches: /CredentialsProviderError/,
    sentence: () =>
      'No AWS credentials were found. An EC2 instance has those of its role; anywhere else set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  },
  {
    matches: /InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken/,
    sentence: (error, { address }) =>
      `The credentials are not accepted for ${address}. Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. S3 says: ${error.message}`,
  },
  {
    matches: /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint/,
    sentence: (error, { bucket }) =>
      `The bucket ${bucket} is in another region. Set AWS_REGION to it. S3 says: ${error.message}`,
  },
  {
    matches:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|TimeoutError/,
    sentence: (error, { address }) =>
      `${address} does not answer: ${reasonOf(error)}. Check the network and AWS_ENDPOINT_URL. ${again}`,
  },
]

const other: Sentence = {
  sentence: (error, { address }, operation) =>
    `${address} answered ${operation} with ${error.name}: ${reasonOf(error)}. Run the same command again: it goes on from here.`,
}
