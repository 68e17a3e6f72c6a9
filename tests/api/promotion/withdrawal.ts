// A withdrawal takes exactly a batch's rows out of prices; equal ones of other batches stay.
import t from 'tap'
import { promotions, worker } from '#tests/fixtures/promotion.ts'

const same = { route: ['CNGGZ', 'EETLL'] as [string, string], price: 77 }

t.test('equal prices in two batches, and twice in one', async t => {
  const { connections, accept, all, batch, withdraw, ask, count, faults } = await promotions(t)
  const before = await count()
  const [three, two] = [await accept({ ...same, rows: 3 }), await accept({ ...same, rows: 2 })]
  await worker(t, connections)
  await all([three, two], 'promoted')
  const promotedIn = (await batch(two)).data_version

  await withdraw(two)
  await all([two], 'withdrawn')
  t.equal((await batch(two)).withdrawn_by, 'withdrawer')
  t.equal((await batch(three)).withdrawn_by, null)
  t.equal(await count(), before + 3)
  t.strictSame(await faults(), [])
  const [{ version }] = await ask('select version from ops.data_version')
  t.equal((await batch(two)).data_version, version)
  t.ok(version > promotedIn)

  await withdraw(three)
  await all([three], 'withdrawn')
  t.equal(await count(), before)
  t.strictSame(await faults(), [])
})

t.test('two at once that choose the same of equal prices', async t => {
  const { connections, accept, all, withdraw, count, faults } = await promotions(t)
  const before = await count()
  const ids: number[] = []
  for (let number = 0; number < 6; number += 1) ids.push(await accept({ ...same, rows: 50 }))
  await Promise.all([worker(t, connections), worker(t, connections)])
  await all(ids, 'promoted')
  t.equal(await count(), before + 300)

  for (const id of ids) await withdraw(id)
  await all(ids, 'withdrawn')
  t.equal(await count(), before)
  t.strictSame(await faults(), [])
})
