// Part (c): a batch from its first byte to promoted, against COPY into a table with the dump's keys.
import { csvFile } from './csv-file.mjs'
import { inRounds } from './report.mjs'
import { startService } from './service.mjs'

const rows = 1_000_000

// What `prices` is in a dump, with the index that reads from it need.
const reference = `
  create table reference (like prices);
  alter table reference add foreign key (orig_code) references ports;
  alter table reference add foreign key (dest_code) references ports;
  create index on reference (orig_code, dest_code, day) include (price);
  checkpoint;`

/** @type {import('./report.mjs').Part} */
export const ingestion = {
  title: `a batch of ${rows.toLocaleString('en')} rows, first byte to promoted : \\copy into a table with keys and index`,
  target: { atMost: 0.4 },
  ratios: async ({ server, folder, rounds, note, closeLater }) => {
    const file = await csvFile(folder, rows)
    let round = 0
    return inRounds(rounds, async () => {
      const database = `ingestion_${++round}`
      const service = await startService({ server, closeLater }, database)
      await server.psql(database, 'checkpoint')
      const { ms, batch } = await service.send(file)
      await service.stop()

      await server.psql(database, reference)
      const beganMs = performance.now()
      await server.psql(database, `\\copy reference from '${file}' csv header`)
      const copyMs = performance.now() - beganMs
      const { receiving, promoting } = batch.timings_ms
      note(
        `    ${seconds(ms)} (received in ${seconds(receiving)}, promoted in ${seconds(promoting)}) : ${seconds(copyMs)}`,
      )
      return ms / copyMs
    })
  },
}

const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`
