// Whatever S3 refuses: one sentence with the next move, exit code 1, and the folder as it was.
import t, { type Test } from 'tap'
import { backupFolder, filesIn, putBackup, store } from '#tests/fixtures/backups.ts'
import { s3Error, startToll } from '#tests/fixtures/toll.ts'

const where = 's3://company-backups/rates/prod'
const given = { BACKUP_S3: where, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

const answers: Record<string, { answer: ReturnType<typeof s3Error>; sentence: RegExp }> = {
  'no bucket': {
    answer: s3Error(404, 'NoSuchBucket'),
    sentence:
      /^There is no bucket company-backups\. Make it \(aws s3 mb s3:\/\/company-backups\), or/,
  },
  'no rights': {
    answer: s3Error(403, 'AccessDenied', 'User: ana is not authorized'),
    sentence:
      /^These credentials may not do ListObjectsV2 at .*s3:ListBucket .* on arn:aws:s3:::company-backups, and .*s3:PutObject.* on arn:aws:s3:::company-backups\/rates\/prod\/\*\. S3 says: User: ana/,
  },
  'expired credentials': {
    answer: s3Error(400, 'ExpiredToken'),
    sentence: /^The AWS credentials have expired\. Get new ones\./,
  },
  'unknown credentials': {
    answer: s3Error(403, 'InvalidAccessKeyId', 'The key does not exist'),
    sentence:
      /^The credentials are not accepted for s3:.*AWS_ACCESS_KEY_ID.*The key does not exist$/m,
  },
  'another region': {
    answer: s3Error(400, 'AuthorizationHeaderMalformed', "expecting 'eu-central-1'"),
    sentence: /^The bucket company-backups is in another region\. Set AWS_REGION .*eu-central-1/,
  },
  'out of order': {
    answer: s3Error(500, 'InternalError', 'We encountered an internal error'),
    sentence:
      /^s3:\S+ answered ListObjectsV2 with InternalError: We .*\. Run the same command again/,
  },
}

for (const [what, { answer, sentence }] of Object.entries(answers))
  t.test(what, async t => {
    const { url } = await startToll(t, '', () => answer)
    await refuses(t, { ...given, AWS_ENDPOINT_URL: url }, sentence)
  })

t.test('nobody at home', t =>
  refuses(
    t,
    { ...given, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9', AWS_ENDPOINT_URL: 'http://not.this' },
    /^s3:\S+ does not answer: connect ECONNREFUSED .* Check the network and AWS_ENDPOINT_URL\./,
  ),
)

t.test('no such name', t =>
  refuses(
    t,
    { ...given, AWS_ENDPOINT_URL: 'http://s3.invalid' },
    /^s3:\S+ does not answer: getaddrinfo/,
  ),
)

t.test('no credentials', t =>
  refuses(
    t,
    { BACKUP_S3: where, AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nonexistent' },
    /^No AWS credentials were found\. An EC2 instance has those of its role; anywhere else set AWS_/,
  ),
)

const old = { BACKUP_KEEP_DAILY: '1', BACKUP_KEEP_WEEKLY: '0', BACKUP_KEEP_MONTHLY: '0' }

async function refuses(t: Test, env: Record<string, string>, sentence: RegExp) {
  const folder = await backupFolder(t)
  const { name } = await putBackup(folder, 1)
  await putBackup(folder, 2)
  const before = await filesIn(folder)

  const kept = await store({ BACKUP_DIR: folder, ...old, ...env }, 'keep')
  t.match(kept, { code: 1, stdout: '', stderr: sentence })
  t.notMatch(kept.stderr, /\n./, 'one line')
  t.strictSame(await filesIn(folder), before, 'nothing was removed')

  const { code, stdout, stderr } = await store({ BACKUP_DIR: folder, ...env }, 'list')
  t.equal(code, 1)
  t.match(stderr, sentence)
  t.match(stdout, new RegExp(`^${name} .* checked +folder$`, 'm'), 'what is known is shown')
}
