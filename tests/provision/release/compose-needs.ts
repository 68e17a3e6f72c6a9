// The names that provision asks for are those that docker compose would miss.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { composeNeeds } from '#provision/release/compose-files.ts'

const texts = await Promise.all(
  ['compose.yaml', 'compose.prod.yaml'].map(name => readFile(name, 'utf8')),
)

t.test('of the compose files here', async t => {
  const { project, required, generated, services, colors } = composeNeeds(texts)
  const passwords = ['POSTGRES', 'RATES_API', 'RATES_OWNER', 'RATES_WORKER']
  t.equal(project, 'rates')
  t.same(
    required,
    passwords.map(name => `${name}_PASSWORD`),
  )
  t.same(generated.toSorted(), required)
  const byName = Object.fromEntries(services.map(service => [service.name, service]))
  t.match(byName, {
    db: { image: 'postgres:13.5', replicas: 1, oneShot: false },
    migrate: { image: /^\$\{APP_IMAGE/, oneShot: true },
    worker: { image: /^\$\{APP_IMAGE/, replicas: 2, oneShot: false },
    proxy: { image: 'caddy:2.6', replicas: 1, oneShot: false },
  })
  t.match(colors, {
    blue: { name: 'api-blue', image: /^\$\{APP_IMAGE/, replicas: 2 },
    green: { name: 'api-green', image: /^\$\{APP_IMAGE/, replicas: 2 },
  })
  t.notOk(services.some(({ name }) => name.startsWith('api')))
})

t.test('later files win, profiles are left out, optional names are not asked for', async t => {
  const { required, services } = composeNeeds([
    `services: { a: { image: x:1, environment: ["A=\${A-1}", "B=\${B:?b}"] }, b: { profiles: [p] } }`,
    'services: { a: { image: "x:2", ports: !reset [], deploy: { replicas: 3 } } }',
  ])
  t.same(required, ['B'])
  t.same(services, [{ name: 'a', image: 'x:2', replicas: 3, oneShot: false }])
})
