// The variables of config.ts for people: a text for the terminal, a table for the README.
import { variables } from './config.ts'

type Row = { name: string; meaning: string; standard: string; example: string }

export const configText = () =>
  sections()
    .map(({ title, rows }) => `${title}\n${rows.map(paragraph).join('\n')}`)
    .join('\n\n')

export const configMarkdown = () =>
  sections()
    .map(({ title, rows }) => [`**${title}**`, '', ...header, ...rows.map(line)].join('\n'))
    .join('\n\n')

const header = ['| variable | meaning | default | example |', '|---|---|---|---|']

const sections = () =>
  Object.entries(variables).map(([title, specs]) => ({
    title,
    rows: Object.entries(specs).map(([name, spec]) => ({
      name,
      meaning: spec.desc ?? '',
      standard: spec.default === undefined ? 'required' : String(spec.default),
      example: spec.example ?? '',
    })),
  }))

const paragraph = ({ name, meaning, standard, example }: Row) =>
  `  ${name}\n      ${meaning}\n      default: ${standard || 'none'}; example: ${example}`

const line = ({ name, meaning, standard, example }: Row) =>
  `| \`${name}\` | ${meaning} | ${code(standard)} | \`${example}\` |`

const code = (standard: string) =>
  standard === 'required' ? standard : standard && `\`${standard}\``
