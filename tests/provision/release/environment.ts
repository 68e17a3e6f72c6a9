// What docker compose reads back from an environment file is what was written, byte for byte.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { isControl } from '#provision/parameters/rules.ts'
import { environmentFile, environmentHash, type Values } from '#provision/release/environment.ts'
import { docker, needsDocker } from '#tests/fixtures/compose.ts'

// A run of compose takes 60 ms, so each reads many values.
const runs = 10
const valuesEach = { minLength: 100, maxLength: 200 }

const awkward = fc.string({ unit: fc.constantFrom(...'\\"\'$`{}#= \t!ü%n;&(é') })
const any = fc
  .string({ unit: 'binary' })
  .map(text => [...text.toWellFormed()].filter(character => !isControl(character)).join(''))
const value = fc.oneof(awkward, any).filter(text => text !== '')

const reader = async (t: Test) => {
  const folder = await mkdtemp(join(tmpdir(), 'rates-environment-'))
  t.teardown(() => rm(folder, { recursive: true }))
  return async (values: Values): Promise<Values> => {
    const names = Object.keys(values)
    const environment = names.map(name => `      ${name}: $\{${name}}`).join('\n')
    const service = `services:\n  one:\n    image: one\n    environment:\n${environment}\n`
    await writeFile(join(folder, 'compose.yaml'), service)
    await writeFile(join(folder, 'environment'), environmentFile(values))
    const files = ['-f', join(folder, 'compose.yaml'), '--env-file', join(folder, 'environment')]
    const { output } = await docker(['compose', ...files, 'config', '--format', 'json'])
    const read: Values = JSON.parse(output).services.one.environment
    // What it prints could be read by compose again, so each $ stands there twice.
    return Object.fromEntries(names.map(name => [name, read[name]?.replaceAll('$$', '$') ?? '']))
  }
}

t.test('docker compose gives every value back', needsDocker(), async t => {
  const readBack = await reader(t)
  let values = 0
  await fc.assert(
    fc.asyncProperty(fc.array(value, valuesEach), async list => {
      const wanted: Values = Object.fromEntries(list.map((text, index) => [`V${index}`, text]))
      values += list.length
      t.same(await readBack(wanted), wanted)
    }),
    { numRuns: runs, endOnFailure: true },
  )
  t.comment(`${values} values in ${runs} files`)
})

t.test('the hash tells environments apart and depends on the superuser password', async t => {
  const values = { POSTGRES_PASSWORD: 'a', LOG_LEVEL: 'info' }
  const hash = environmentHash(values)
  t.match(hash, /^[0-9a-f]{64}$/)
  t.equal(environmentHash({ LOG_LEVEL: 'info', POSTGRES_PASSWORD: 'a' }), hash)
  t.not(environmentHash({ ...values, LOG_LEVEL: 'warn' }), hash)
  t.not(environmentHash({ ...values, POSTGRES_PASSWORD: 'b' }), hash)
})
