// What the command line asks of the sample dump.
import { parseArgs } from 'node:util'

export class BadOption extends Error {}

export const help = `Writes a sample dump: ports, regions and prices made up from a fixed seed.

  npm run sample-dump                                             the committed db/rates.sql
  npm run sample-dump -- --prices 10000000 --out /tmp/rates.sql   for scale tests
  npx zx scripts/sample-dump.mjs --out - | gzip > rates.sql.gz    through a pipe

  --prices N   how many prices, exactly; 1000 to 100000000 (default 56000).
               Up to about 400000 they are all of January 2021, as many routes as it takes;
               beyond, all routes have January 2021 and the months before it, as far as needed.
  --seed N     another seed, other prices; 0 to 4294967295 (default 2021).
               CNGGZ to EETLL on 30 and 31 January 2021 is the same for every seed.
  --out FILE   where to write; - is standard output (default db/rates.sql)
  --help       this text`

/** @throws {BadOption} when the words cannot be understood; its message says what to type. */
export const options = (words: string[], { defaultOut }: { defaultOut: string }) => {
  const { values, positionals } = parsed(words)
  const [stray] = positionals
  if (stray !== undefined) {
    throw new BadOption(
      `"${stray}" belongs to no option. With npm run, options follow a --: ` +
        'npm run sample-dump -- --prices 10000000',
    )
  }

  return {
    help: values.help ?? false,
    count: priceCount('prices', values.prices ?? '56000'),
    seed: wholeNumber('seed', values.seed ?? '2021', 0, 2 ** 32 - 1),
    out: values.out ?? defaultOut,
  }
}

const parsed = (words: string[]) => {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        prices: { type: 'string' },
        seed: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split(/[.\n]/)
    throw new BadOption(`${reason}. See npm run sample-dump -- --help`, { cause })
  }
}

/** How many prices a dump is to have. @throws {BadOption} */
export const priceCount = (option: string, text: string) =>
  wholeNumber(option, text, 1_000, 100_000_000)

const wholeNumber = (name: string, text: string, least: number, most: number) => {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number

  throw new BadOption(
    `--${name} is "${text}", and must be a whole number from ${least} to ${most}, in digits alone.`,
  )
}
