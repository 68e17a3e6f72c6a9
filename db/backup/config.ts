// Every variable of the backup-store process, once; README's table has them from here.
import { makeValidator, str } from 'envalid'
import { type Environment, integer, readEnvironment } from '../environment.ts'
import type { Retention } from './retention.ts'

const mostOfAKind = 10_000

/** `s3://BUCKET/PREFIX`, without a slash at the end; empty for none. */
const s3Address = makeValidator<string>(input => {
  const address = input.replace(/\/+$/, '')
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.*'()=-]+)*$/.test(address)) return address
  throw new Error(`is ${JSON.stringify(input)}, not s3://BUCKET/PREFIX`)
})

export const backupVariables = {
  BACKUP_DIR: str({
    desc: 'folder of the backups',
    default: '/backups',
    example: '/var/backups/rates',
  }),
  BACKUP_VERDICTS: str({
    desc: 'folder in which rehearsals say what they found, and all that they can write to',
    default: '/verdicts',
    example: '/var/backups/rates/verdicts',
  }),
  BACKUP_S3: s3Address({
    desc: 'where checked backups are copied to, with a prefix of its own for each environment; nowhere unless set. Credentials are found as every AWS tool finds them',
    default: '',
    example: 's3://company-backups/rates/prod',
  }),
  BACKUP_KEEP_DAILY: integer(0, mostOfAKind, {
    desc: 'of how many days (UTC) that have a checked backup the newest one is kept',
    default: 7,
    example: '14',
  }),
  BACKUP_KEEP_WEEKLY: integer(0, mostOfAKind, {
    desc: 'of how many weeks, from Monday on',
    default: 4,
    example: '8',
  }),
  BACKUP_KEEP_MONTHLY: integer(0, mostOfAKind, {
    desc: 'of how many months',
    default: 6,
    example: '24',
  }),
  AWS_REGION: str({
    desc: 'region of the bucket; another one costs a request more',
    default: 'us-east-1',
    example: 'eu-central-1',
  }),
  AWS_ENDPOINT_URL: str({
    desc: 'where S3 answers, if that is not AWS',
    default: '',
    example: 'https://minio.example.com',
  }),
  AWS_ENDPOINT_URL_S3: str({
    desc: 'the same, before AWS_ENDPOINT_URL',
    default: '',
    example: 'https://minio.example.com',
  }),
}

/** @throws BadConfiguration */
export const backupConfig = (env: Environment) => readEnvironment(backupVariables, env)

export const retentionOf = (config: ReturnType<typeof backupConfig>): Retention => ({
  daily: config.BACKUP_KEEP_DAILY,
  weekly: config.BACKUP_KEEP_WEEKLY,
  monthly: config.BACKUP_KEEP_MONTHLY,
})
