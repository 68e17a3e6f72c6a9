// The project may lie deep, with any letters in its path but those that a shell takes as its own.
import { join } from 'node:path'
import t from 'tap'
import { startCluster } from '#db/embedded/cluster.ts'
import { temporaryFolder, temporaryHome } from '#tests/fixtures/temporary-home.ts'

const names = [
  { claim: 'deeper than a socket path may be', name: 'deep/'.repeat(40) },
  { claim: 'spaces', name: 'my own rates' },
  { claim: 'an apostrophe and letters from everywhere', name: "Ana's Preise, цены, 价格" },
]

for (const { claim, name } of names) {
  t.test(claim, async t => {
    const home = await temporaryHome(t, join(await temporaryFolder(t), name, '.rates'))
    t.ok((await startCluster(home)).pid)
  })
}

t.test('what a shell would run is refused', async t => {
  const home = await temporaryHome(t, join(await temporaryFolder(t), '$(touch ran)', '.rates'))
  await t.rejects(startCluster(home), { name: 'BadPath', message: /can't start with .*touch ran/ })
})
