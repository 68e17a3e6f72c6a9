// What the name and the value of a parameter may be, so that an environment can hold it.
import { Refusal } from '#provision/errors.ts'
import { ownNames } from '#provision/release/compose-files.ts'
import { isDomain } from '#provision/wanted.ts'

/** Of a standard parameter. */
const longestBytes = 4096

const digits = { fits: (value: string) => /^\d{1,4}$/.test(value), meaning: 'a number, in digits' }

/** What is more than a variable of a container: text of the proxy's configuration, of a unit, of a policy. */
const formats: Record<string, { fits: (value: string) => boolean; meaning: string }> = {
  DOMAIN: { fits: isDomain, meaning: 'a domain name in small letters, as in rates.example.com' },
  BATCH_MAX_BYTES: { fits: value => /^\d+$/.test(value), meaning: 'a number of bytes, in digits' },
  BACKUP_S3: {
    fits: value => /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w!.'()=-]+)*$/.test(value),
    meaning: 'a bucket, with a prefix or without, as in s3://our-backups/rates-prod',
  },
  BACKUP_KEEP_DAILY: digits,
  BACKUP_KEEP_WEEKLY: digits,
  BACKUP_KEEP_MONTHLY: digits,
  BACKUP_AT: {
    fits: value => /^[\w*:.,/~ -]+$/.test(value),
    meaning: 'a time as systemd writes it, as in *-*-* 03:17:00 UTC',
  },
}

// Told as they are: whoever visits the place, or looks at the host, sees them.
const plain = ['DOMAIN', 'BACKUP_S3', 'BACKUP_AT']

export const isSecret = (name: string) => !plain.includes(name)

/** Before anything is said of them. */
export const hideSecrets = (
  parameters: readonly { name: string; value: string }[],
  hide: (secret: string) => void,
) => {
  for (const { name, value } of parameters) if (isSecret(name)) hide(value)
}

export const checkParameters = (
  environment: string,
  parameters: readonly { name: string; value: string }[],
) => {
  const found = parameters.flatMap(({ name, value }) => [
    ...nameOffences(name),
    ...valueOffences(name, value),
  ])
  if (found.length === 0) return
  throw new Refusal(
    `These parameters of ${environment} can't be used:\n${found.map(line => `  ${line}`).join('\n')}\nMend them with: npx zx scripts/parameters.mjs --env ${environment} set NAME`,
  )
}

const nameOffences = (name: string): string[] => {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) {
    return [`${name}: a name is made of capital letters, digits and _, and begins with a letter`]
  }
  if (ownNames.includes(name)) return [`${name}: is provision's own, no parameter`]
  return /^(COMPOSE|DOCKER)_/.test(name) ? [`${name}: would steer docker compose itself`] : []
}

const valueOffences = (name: string, value: string): string[] => [
  ...(value === '' ? [`${name}: is empty`] : []),
  ...(/[\r\n]/.test(value) ? [`${name}: holds a line break`] : []),
  ...(hasOtherControls(value) ? [`${name}: holds a control character, such as NUL`] : []),
  ...(Buffer.byteLength(value) > longestBytes ? [`${name}: is longer than 4 KiB`] : []),
  ...formatOffences(name, value),
]

const formatOffences = (name: string, value: string) => {
  const format = Object.hasOwn(formats, name) && value !== '' ? formats[name] : undefined
  return format && !format.fits(value) ? [`${name}: is ${format.meaning}`] : []
}

const hasOtherControls = (value: string) => [...value.replaceAll(/[\r\n]/g, '')].some(isControl)

/** All but the tab, which an environment can hold. */
export const isControl = (character: string) => {
  const code = character.charCodeAt(0)
  return code === 0x7f || (code < 0x20 && character !== '\t')
}
