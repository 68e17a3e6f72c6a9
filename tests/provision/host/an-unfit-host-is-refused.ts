// What could never become a host is refused in a sentence, before anything is changed.
import t, { type Test } from 'tap'
import { setUpHost } from '#provision/host/set-up.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

t.test('a host', needsDocker(), async t => {
  const { boot, host, wanted } = await connectedHost(t)
  const sh = (script: string) => boot.exec(['sh', '-ec', script])
  const isRefused = async (t: Test, message: RegExp, more = {}) => {
    const setUp = setUpHost(host, { ...wanted, ...more }, line => t.fail(`said ${line}`))
    await t.rejects(setUp, { name: 'Refusal', message })
    t.equal(await sh('command -v docker || echo none'), 'none')
  }

  await t.test('with a full disk', async t => {
    await sh('mkdir -p /var/lib/docker; mount -t tmpfs -o size=64m none /var/lib/docker')
    await isRefused(t, /has 0\.1 GiB free on \/var\/lib\/docker; .* need 4\..*Nothing was changed/)
    await sh('umount /var/lib/docker')
  })

  await t.test('of another architecture', async t => {
    const found = await sh('dpkg --print-architecture')
    const architecture = found === 'amd64' ? 'arm64' : 'amd64'
    await isRefused(t, new RegExp(`is ${found}, not ${architecture}.*--size.*--replace`), {
      architecture,
    })
  })

  await t.test('with another system', async t => {
    await sh(
      'cp /etc/os-release /tmp/os-release; sed -i "s/^VERSION_ID=.*/VERSION_ID=12/" /etc/os-release',
    )
    await isRefused(t, /runs .*; it has to be Debian 13 or newer/)
    await sh('cat /tmp/os-release >/etc/os-release')
  })
})
