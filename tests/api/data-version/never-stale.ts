// Once a batch is reported promoted, no API process gives an older answer: whatever is written, by
// however many writers at once, while both processes are asked all the time.
import pg from 'pg'
import t from 'tap'
import { body, ratesPath } from '#tests/fixtures/api.ts'
import { database } from '#tests/fixtures/database.ts'
import { load } from '#tests/fixtures/load.ts'
import { cachingProcess, promotions } from '#tests/fixtures/readers.ts'

const rounds = 60
const writers = 4

// Each writer has a day of its own, so that it knows what must be read there.
const dayOf = (writer: number) => `2031-01-0${writer + 1}`
const path = ratesPath({ date_from: dayOf(0), date_to: dayOf(writers - 1) })

const writes = {
  insert: (day: string, price: number) =>
    `delete from prices where day = '${day}';
     insert into prices select 'CNGGZ', 'EETLL', '${day}', ${price} from generate_series(1, 3)`,
  update: (day: string, price: number) =>
    `update prices set price = ${price}
      where day = '${day}' and orig_code = 'CNGGZ' and dest_code = 'EETLL'`,
  delete: (day: string) => `delete from prices where day = '${day}'`,
  truncate: (day: string, price: number) =>
    `lock table prices; create temporary table kept on commit drop as
       select * from prices where day >= '2031-01-01' and day <> '${day}';
     truncate prices; insert into prices select * from kept;
     insert into prices select 'CNGGZ', 'EETLL', '${day}', ${price} from generate_series(1, 3)`,
}

t.test('random writers, two processes', async t => {
  const connections = await database(t)
  const { reported } = await promotions(t, connections.api)
  const processes = [
    await cachingProcess(t, connections, path),
    await cachingProcess(t, connections, path),
  ]
  const loads = processes.map(({ url }) => load(url + path, { clients: 2 }))
  let checked = 0

  const writer = async (place: number) => {
    const client = new pg.Client(connections.owner)
    await client.connect()
    let price: number | null = null
    for (let round = 1; round <= rounds; round++) {
      const kind: keyof typeof writes =
        round % 20 === 0 ? 'truncate' : price === null ? 'insert' : chosen()
      price = kind === 'delete' ? null : 1000 * round + place
      await client.query(`begin; ${writes[kind](dayOf(place), price ?? 0)}; commit`)
      const { rows } = await client.query('select version from ops.data_version')

      await reported(rows[0].version)
      for (const { url } of processes) {
        const { rates } = await body(await fetch(url + path))
        const read = rates.find(({ day }: { day: string }) => day === dayOf(place)).price
        if (read !== price) t.fail(`round ${round}, ${kind}: ${read} instead of ${price}`)
        checked++
      }
    }
    await client.end()
  }
  await Promise.all(Array.from({ length: writers }, (_, place) => writer(place)))

  await Promise.all(loads.map(({ stop }) => stop()))
  t.ok(loads.every(({ take }) => take().every(({ status }) => status === 200)))
  t.equal(checked, rounds * writers * processes.length)
})

const chosen = () =>
  (['insert', 'update', 'delete'] as const)[Math.floor(Math.random() * 3)] ?? 'insert'
