// Part (f): the most memory that the API and the worker hold while a batch passes, whatever its size.
import { csvFile } from './csv-file.mjs'
import { peakMegabytes, startService } from './service.mjs'

const sizes = [1_000_000, 2_000_000, 4_000_000]

/** @type {import('./report.mjs').Part} */
export const memory = {
  title: `peak memory in MB, the larger of API and worker, for ${sizes.map(rows => `${rows / 1e6} M`).join(', ')} rows`,
  target: { atMost: 200, every: true },
  ratios: async ({ server, folder, note, closeLater }) => {
    const peaks = []
    for (const rows of sizes) {
      const file = await csvFile(folder, rows)
      const service = await startService({ server, closeLater }, `memory_${rows}`)
      await service.send(file)
      const api = await peakMegabytes(service.api.pid)
      const worker = await peakMegabytes(service.worker.pid)
      note(`    ${rows / 1e6} M rows: API ${Math.round(api)} MB, worker ${Math.round(worker)} MB`)
      await service.stop()
      peaks.push(Math.max(api, worker))
    }
    return peaks
  },
}
