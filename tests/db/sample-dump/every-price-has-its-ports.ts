// Every key of the dump can be kept: prices name known ports, ports and regions known regions.

import t from 'tap'
import { chinesePorts, europeanPorts } from '#db/sample/ports.ts'
import { prices } from '#db/sample/prices.ts'
import { regions } from '#db/sample/regions.ts'

const ports = [...chinesePorts, ...europeanPorts]
const codes = new Set(ports.map(port => port.code))
const slugs = new Set(regions.map(region => region.slug))

t.test('prices name known ports, and every port has prices', async t => {
  const named = new Set<string>()
  for (const { origin, destination } of prices({ count: 56_000, seed: 2021 })) {
    named.add(origin).add(destination)
  }
  t.strictSame([...named].sort(), [...codes].sort())
})

t.test('about a hundred ports, each once, under a five-letter code', async t => {
  t.ok(ports.length >= 95 && ports.length <= 110, `${ports.length} ports`)
  t.equal(codes.size, ports.length)
  t.strictSame(
    [...codes].filter(code => !/^[A-Z]{5}$/.test(code)),
    [],
  )
  for (const code of ['CNGGZ', 'CNSGH', 'EETLL', 'NLRTM', 'NOOSL']) t.ok(codes.has(code), code)
})

t.test('ports and regions lie in known regions', async t => {
  t.ok(ports.every(port => slugs.has(port.region)))
  t.ok(regions.every(region => region.parent === null || slugs.has(region.parent)))
  t.ok(regions.length >= 15 && regions.length <= 20, `${regions.length} regions`)
})

t.test('no name holds a sign that COPY reads in its own way', async t => {
  t.strictSame(
    [...ports, ...regions].map(place => place.name).filter(name => /[\t\n\r\\]/.test(name)),
    [],
  )
})
