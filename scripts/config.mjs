// Prints every variable with its meaning, default and example: `npm run config`.
import { configMarkdown, configText } from '#api/config-table.ts'
import { readOptions } from './cli/options.mjs'

const help = `npm run config [-- --markdown]

Prints every environment variable of every process.
Instead of NAME, NAME_FILE may name a file that holds the value; use it for secrets.

  --markdown   as the table in README.md
  --help       this text`

const { values } = readOptions(import.meta.url, {
  help,
  options: { markdown: { type: 'boolean' } },
})

if (values.markdown) console.log(configMarkdown())
else console.log(`${configText()}\n\nNAME_FILE may name a file that holds the value of NAME.`)
