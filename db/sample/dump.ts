// The sample dump as text: tables, rows, keys, each in the place that pg_dump gives it.
import { chinesePorts, europeanPorts } from './ports.ts'
import type { Price } from './prices.ts'
import { regions } from './regions.ts'
import { ending, heading, keys, opening, tables } from './schema.ts'

const chunkCharacters = 65_536

/** The dump in chunks of about 64 KiB: ten million prices need no more memory than ten. */
export const dump = (prices: Iterable<Price>): Generator<string> => chunks(parts(prices))

function* parts(prices: Iterable<Price>) {
  yield opening
  yield tables
  yield* rows('ports', ['code', 'name', 'parent_slug'], portRows())
  yield* rows('prices', ['orig_code', 'dest_code', 'day', 'price'], priceRows(prices))
  yield* rows('regions', ['slug', 'name', 'parent_slug'], regionRows())
  yield keys
  yield ending
}

function* rows(table: string, columns: string[], lines: Iterable<string>) {
  yield heading('Data for Name', table, 'TABLE DATA')
  yield `COPY public.${table} (${columns.join(', ')}) FROM stdin;\n`
  yield* lines
  yield '\\.\n\n\n'
}

function* portRows() {
  for (const { code, name, region } of [...chinesePorts, ...europeanPorts]) {
    yield `${code}\t${name}\t${region}\n`
  }
}

function* priceRows(prices: Iterable<Price>) {
  for (const { origin, destination, day, price } of prices) {
    yield `${origin}\t${destination}\t${day}\t${price}\n`
  }
}

function* regionRows() {
  for (const { slug, name, parent } of regions) yield `${slug}\t${name}\t${parent ?? '\\N'}\n`
}

function* chunks(parts: Iterable<string>) {
  let chunk = ''
  for (const part of parts) {
    chunk += part
    if (chunk.length < chunkCharacters) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
