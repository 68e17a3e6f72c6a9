// What was typed after a script's name, the same under `npm run`, `npx zx` and `node`.
import { basename } from 'node:path'
import { parseArgs } from 'node:util'

/**
 * The options of the script at `url`. Prints `help` and ends the process where --help is asked
 * for; ends it with exit code 2 (or `wrongUsage`) and a sentence where an option is not known.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {string} url  `import.meta.url` of the script
 * @param {{ help: string, options: T, positionals?: boolean | 'rest', wrongUsage?: number }} script
 *   `rest`: what follows the first positional is taken as it is, dashes and all
 */
export const readOptions = (url, { help, options, positionals = false, wrongUsage = 2 }) => {
  try {
    const typed = argumentsOf(url)
    const end = positionals === 'rest' ? firstPositional(typed, options) : typed.length
    const parsed = parseArgs({
      args: typed.slice(0, end),
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: positionals !== false,
    })
    if ('help' in parsed.values) exit(0, help)
    return { ...parsed, positionals: [...parsed.positionals, ...typed.slice(end)] }
  } catch (error) {
    return exit(wrongUsage, `${reasonOf(error)}.\n\n${help}`)
  }
}

/**
 * @param {string[]} args
 * @param {NonNullable<import('node:util').ParseArgsConfig['options']>} options
 */
const firstPositional = (args, options) => {
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true })
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? args.length
}

// Node goes on to explain how to pass it all the same; the first sentence is what matters.
const reasonOf = (/** @type {unknown} */ error) =>
  String(/** @type {Error} */ (error).message).split('. ')[0]

/** @param {string} url */
const argumentsOf = url => {
  const script = basename(new URL(url).pathname)
  return process.argv.slice(process.argv.findIndex(word => basename(word) === script) + 1)
}

/**
 * @param {number} code
 * @param {string} text
 * @returns {never}
 */
const exit = (code, text) => {
  if (code === 0) console.log(text)
  else console.error(text)
  process.exit(code)
}
