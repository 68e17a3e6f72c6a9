// What is said about the variables is true in every place that says it.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { variables } from '#api/config.ts'
import { configMarkdown } from '#api/config-table.ts'

t.test("README's table is the one that `npm run config` prints", async t => {
  const readme = await readFile('README.md', 'utf8')
  t.ok(readme.includes(configMarkdown()), 'paste what `npm run -s config -- --markdown` prints')
})

t.test('every variable has a meaning and an example', async t => {
  for (const specs of Object.values(variables)) {
    for (const [name, { desc, example }] of Object.entries(specs)) t.ok(desc && example, name)
  }
})

t.test('compose.yaml reads these variables, with these defaults', async t => {
  const text = await readFile('compose.yaml', 'utf8')
  const used = new Map(
    [...text.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name, value]) => [name, value]),
  )
  const documented = variables['docker compose up']
  t.strictSame([...used.keys()].sort(), Object.keys(documented).sort())
  for (const [name, spec] of Object.entries(documented))
    t.equal(used.get(name), String(spec.default), name)
})
