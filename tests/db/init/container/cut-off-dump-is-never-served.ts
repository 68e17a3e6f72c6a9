// A dump that was cut off anywhere is refused: at once where it shows, else after the load.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { cut, headless } from '#tests/fixtures/dumps.ts'
import { neverServed } from '#tests/fixtures/never-served.ts'
import { sampleDump } from '#tests/fixtures/templates.ts'

const packed = gzipSync(readFileSync(sampleDump))
const noTrailer = / is cut off: the last line that pg_dump writes is missing$/
const noKey = / could not be loaded: the dump holds no primary key on .*: is it cut off\?$/
const damaged = / is cut off or damaged \(gzip: stdin: unexpected end of file\)$/

await neverServed(t, {
  'within a row': { file: cut.withinRow, says: noTrailer },
  'at the end of a row': { file: cut.afterRow, says: noTrailer },
  'before the keys': { file: cut.beforeKeys, says: noTrailer },
  'before its last lines': { file: cut.beforeTrailer, says: noTrailer },
  'within a row, head lost': {
    file: headless(cut.withinRow),
    says: / could not be loaded at COPY prices, line [\d]+: missing data for column "price"$/,
  },
  'at the end of a row, head lost': { file: headless(cut.afterRow), says: noKey },
  'before the keys, head lost': { file: headless(cut.beforeKeys), says: noKey },
  'a gzip file in the middle': { file: packed.subarray(0, packed.length / 2), says: damaged },
  'a gzip file in its checksum, after all the SQL': { file: packed.subarray(0, -4), says: damaged },
  'a gzip file of a dump cut off': { file: gzipSync(cut.afterRow), says: noKey },
})
