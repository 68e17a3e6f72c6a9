// Whether a host has room for a release: asked before anything of it is put there.
import { Refusal } from '#provision/errors.ts'
import { roomOn } from '#provision/host/room.ts'
import { megabytes } from '#provision/megabytes.ts'
import type { Host } from '#provision/ssh/host.ts'
import { missingDump } from './dump.ts'
import type { ReleaseFound } from './found.ts'
import { dataFolder, folder } from './record.ts'
import type { ReleaseWanted } from './wanted.ts'

const megabyte = 1_000_000

// The largest has 420 MB unpacked, and what was sent lies beside it until then. One that shares its
// layers with those that are there takes less; how much, nobody knows before it is built.
const imageBytes = 1_000 * megabyte
// Seven containers with 30 MB of log each.
const logsBytes = 210 * megabyte
// Files of the release, the history, what is being written.
const filesBytes = 20 * megabyte
// A segment of its log that the database fills while another is written: 16 MB each, some of them.
const databaseBytes = 100 * megabyte
// Rows and indexes of a plain dump of 10 million prices, and the log of loading it.
const loadedDumps = 8

type Need = { folder: string; bytes: number; what: string }

/** @throws {Refusal} with the numbers; nothing was changed */
export const refuseLittleRoom = async (host: Host, wanted: ReleaseWanted, found: ReleaseFound) => {
  const needs = await needsOf(host, wanted, found)
  const rooms = await roomOn(
    host,
    needs.map(({ folder }) => folder),
  )
  const short = [...Map.groupBy(rooms, ({ disk }) => disk)].flatMap(([disk, all]) => {
    const own = needs.filter(({ folder }) => all.some(room => room.folder === folder))
    const needed = own.reduce((sum, { bytes }) => sum + bytes, 0)
    const free = all[0]?.freeBytes ?? 0
    return free >= needed ? [] : [shortage({ disk, free, needed, own })]
  })
  if (short.length === 0) return
  throw new Refusal(
    `${host.address} has too little room for this release:\n${short.join('\n')}\nNothing was changed. Free some (docker image prune; deploy.mjs --keep 2 keeps fewer releases) or enlarge the volume, then run this again.`,
  )
}

const needsOf = async (
  host: Host,
  { source, dump }: ReleaseWanted,
  { missingImages, record }: ReleaseFound,
): Promise<Need[]> => {
  const { composeTar, mountedTar } = source.bundle
  const images = missingImages.length
  const dumpBytes = (await missingDump(host, dump)) ? dump.bytes : 0
  return [
    {
      folder: '/var/lib/docker',
      bytes: images * imageBytes + logsBytes,
      what: images > 0 ? `images to unpack: ${images}; logs` : 'logs',
    },
    {
      folder,
      bytes: filesBytes + composeTar.length + mountedTar.length + dumpBytes,
      what: dumpBytes > 0 ? 'files, the dump' : 'files',
    },
    {
      folder: dataFolder,
      bytes: databaseBytes + (record ? 0 : loadedDumps * dump.bytes),
      what: record ? 'what the database writes' : 'the dump loaded',
    },
  ]
}

type Shortage = { disk: string; free: number; needed: number; own: Need[] }

const shortage = ({ disk, free, needed, own }: Shortage) => {
  const parts = own.map(({ folder, bytes, what }) => `${folder} ${megabytes(bytes)} MB (${what})`)
  return `  ${disk} has ${megabytes(free)} MB free and needs ${megabytes(needed)}: ${parts.join(', ')}`
}
