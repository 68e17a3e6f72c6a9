// The containers of the stack: a real dump, rehearsed, kept in S3, comes back and can be restored.
import t from 'tap'
import { compose, docker, needsDocker, type Stack } from '#tests/fixtures/compose.ts'
import { bucket } from '#tests/fixtures/s3.ts'

t.test('dump, rehearse, keep, lose the folder, fetch, rehearse', needsDocker(), async t => {
  const stack = await compose(t)
  const s3 = await bucket(t)
  t.equal((await stack.run(['build', '--quiet', 'migrate'])).code, 0)
  t.equal((await stack.up(['db'])).code, 0)
  await joinNetwork(stack, s3.endpoint)
  const env = { ...s3.env(''), AWS_ENDPOINT_URL: 'http://s3:5000' }
  const once = (service: string, ...words: string[]) =>
    stack.run(['run', '--rm', '--no-deps', '-T', '--quiet-pull', service, ...words], env)

  const dumped = await once('backup', 'dump')
  t.equal(dumped.code, 0, dumped.output)
  const [name = ''] = /^rates-\d{8}T\d{6}Z$/m.exec(dumped.output) ?? []
  const unchecked = await once('backup-store', 'keep')
  t.equal(unchecked.code, 0, unchecked.output)
  t.strictSame(await s3.files(), [], 'nobody has restored it yet')

  t.equal((await once('rehearse')).code, 0)
  const kept = await once('backup-store', 'keep')
  t.equal(kept.code, 0, kept.output)
  t.match(kept.output, `copied ${name} to ${s3.where}`)
  t.strictSame(
    await s3.files(),
    ['checked.json', 'dump', 'json'].map(part => `${name}.${part}`),
  )

  const wipe = ['--entrypoint', 'sh', 'backup', '-c', 'rm /backups/rates-*']
  t.equal((await stack.run(['run', '--rm', '--no-deps', '-T', ...wipe])).code, 0)
  t.match(await once('backup-store', 'list'), { code: 0, output: /56\d{3} +checked +S3$/m })

  const fetched = await once('backup-store', 'fetch', name)
  t.equal(fetched.code, 0, fetched.output)
  t.match(await once('backup-store', 'list'), { code: 0, output: /checked +folder, S3$/m })
  t.equal((await once('rehearse', name)).code, 0, 'its owner is the one who reads it')
})

/** The emulator that is published at `endpoint` answers inside the stack as `s3`. */
const joinNetwork = async ({ project }: Stack, endpoint: string) => {
  const filter = `publish=${new URL(endpoint).port}`
  const { output } = await docker(['ps', '--quiet', '--filter', filter])
  const network = `${project}_default`
  await docker(['network', 'connect', '--alias', 's3', network, output.trim()])
}
