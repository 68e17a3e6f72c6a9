// What the operator wants, from options and variables: checked at once, with every problem told.
import { cidr } from './cidr.ts'
import { WrongUsage } from './errors.ts'

/** An option left out keeps what is found, or takes its default when the thing is created. */
export type Wanted = {
  environment: string
  /** Undefined: as the AWS SDK finds it, in the profile. */
  region: string | undefined
  size: string | undefined
  /** Who may reach port 22. */
  sshFrom: string[] | undefined
  domain: string | undefined
  keyFile: string
  key: PublicKey
  ami: string | undefined
  subnet: string | undefined
  dataGib: number | undefined
  replace: boolean
  /** `s3://bucket/prefix`, as the parameter BACKUP_S3 has it. */
  backupTo?: string | undefined
}

export type PublicKey = {
  /** `ssh-ed25519 AAAA…` */
  publicKey: string
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  fingerprint: string
}

type Sources = {
  /** By the name of the option without its dashes: `ssh-from`. */
  options: Record<string, string | boolean | undefined>
  env: Record<string, string | undefined>
  /** Throws a Refusal when the file holds no key that can be used. */
  readKey: (file: string) => PublicKey
}

/** @throws {WrongUsage} with one line for each option that is missing or wrong */
export const wantedFrom = ({ options, env, readKey }: Sources): Wanted => {
  const problems: string[] = []
  const value = (option: string, ...variables: string[]) =>
    given({ options, env }, option, ...variables)
  const check = <T>(text: string | undefined, read: (text: string) => T): T | undefined => {
    try {
      return text === undefined ? undefined : read(text)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      problems.push(error.message)
    }
  }

  const environment = check(value('env', 'RATES_ENV') ?? '', environmentName)
  const keyFile = value('key', 'RATES_KEY') ?? `${env.HOME ?? '~'}/.ssh/id_ed25519`
  const wanted = {
    region: check(regionIn({ options, env }), region),
    size: check(value('size', 'RATES_SIZE'), size),
    sshFrom: check(value('ssh-from', 'RATES_SSH_FROM'), sources),
    domain: check(value('domain', 'RATES_DOMAIN'), domain),
    ami: check(value('ami', 'RATES_AMI'), identifier('--ami', 'ami')),
    subnet: check(value('subnet', 'RATES_SUBNET'), identifier('--subnet', 'subnet')),
    dataGib: check(value('data-gib', 'RATES_DATA_GIB'), gib),
    replace: options.replace === true,
  }
  const key = check(keyFile, readKey)
  if (problems.length === 0 && environment && key) return { environment, keyFile, key, ...wanted }

  throw new WrongUsage(problems.join('\n'))
}

/** For what asks AWS about an environment; undefined: as the AWS SDK finds it, in the profile. */
export const regionFrom = (sources: Pick<Sources, 'options' | 'env'>) => {
  const text = regionIn(sources)
  return text === undefined ? undefined : region(text)
}

const leastKept = 2
const mostKept = 100

/** How many releases stay on a host; undefined: as many as usual. */
export const keepFrom = (sources: Pick<Sources, 'options' | 'env'>) => {
  const text = given(sources, 'keep', 'RATES_KEEP')
  if (text === undefined) return undefined
  const count = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (count >= leastKept && count <= mostKept) return count
  throw new WrongUsage(
    `--keep is how many releases stay on the host, ${leastKept} (the current one and the one to go back to) to ${mostKept}. It is ${JSON.stringify(text)}.`,
  )
}

const regionIn = (sources: Pick<Sources, 'options' | 'env'>) =>
  given(sources, 'region', 'AWS_REGION', 'AWS_DEFAULT_REGION')

const given = (
  { options, env }: Pick<Sources, 'options' | 'env'>,
  option: string,
  ...variables: string[]
) => {
  const typed = options[option]
  const found = typed ?? variables.map(name => env[name]).find(text => text)
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** @throws {WrongUsage} unless it can be a part of every name that AWS is given */
export const environmentName = (text: string) => {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(text)) return text
  const got = text === '' ? 'It is missing' : `It is ${JSON.stringify(text)}`
  throw new WrongUsage(
    `--env names the environment: a small letter, then up to 19 of a-z, 0-9 and -, as in dev or prod. ${got}.`,
  )
}

const region = matching(/^[a-z]{2}(-[a-z]+)+-\d$/, '--region', 'a region of AWS', 'eu-central-1')
const size = matching(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, '--size', 'an instance type', 't3.small')
const domainPattern =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/
const domain = matching(
  domainPattern,
  '--domain',
  'a domain name in small letters',
  'rates.example.com',
)

export const isDomain = (text: string) => domainPattern.test(text)

function matching(pattern: RegExp, option: string, meaning: string, example: string) {
  return (text: string) => {
    if (pattern.test(text)) return text
    throw new WrongUsage(
      `${option} is ${meaning}, as in ${example}. It is ${JSON.stringify(text)}.`,
    )
  }
}

const identifier = (option: string, kind: string) =>
  matching(
    new RegExp(`^${kind}-[0-9a-f]{8,17}$`),
    option,
    `the id of one in AWS`,
    `${kind}-0abc1234`,
  )

const sources = (text: string) => {
  const ranges = text.split(',').map(part => ({ part: part.trim(), range: cidr(part) }))
  const wrong = ranges.filter(({ range }) => range === undefined).map(({ part }) => part)
  if (wrong.length === 0) return [...new Set(ranges.map(({ range }) => range as string))].sort()

  throw new WrongUsage(
    `--ssh-from lists address ranges between commas, as in 203.0.113.7/32,2001:db8::/48. These are none: ${JSON.stringify(wrong.join(','))}.`,
  )
}

const minDataGib = 4
const maxDataGib = 16_384

const gib = (text: string) => {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (count >= minDataGib && count <= maxDataGib) return count
  throw new WrongUsage(
    `--data-gib is the data volume's size in GiB, ${minDataGib} to ${maxDataGib}. It is ${JSON.stringify(text)}.`,
  )
}
