// The disk of a data volume on its host, and what is on it. Reads only.
import { Refusal } from '../errors.ts'
import { CommandFailed } from '../ssh/errors.ts'
import type { Host } from '../ssh/host.ts'
import { isBegun } from './format.ts'

/**
 * `blank` is said only where nothing at all was found, and the beginning is all zeros
 * or what a format of ours left there that was cut off.
 */
export type Content = { kind: 'blank' } | { kind: 'ext4'; uuid: string }

/** The disk's own path, or nothing while it is not there. */
export const deviceOf = async (host: Host, volumeId: string) => {
  const found = await Promise.all(
    names(volumeId).map(name =>
      host.run(['readlink', '--canonicalize-existing', name], { mayFail: true }),
    ),
  )
  return found.find(({ code }) => code === 0)?.stdout.trim()
}

// NVMe disks carry the volume's id; the older kind of instance has the name that was asked for at the attachment.
const names = (volumeId: string) => [
  `/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace('-', '')}`,
  '/dev/xvdf',
]

/** @throws Refusal where the disk holds anything that is not ours to overwrite or to use */
export const contentOf = async (host: Host, device: string, volumeId: string): Promise<Content> => {
  const [probe, signatures, differing] = await Promise.all([
    host.run(['blkid', '--probe', '--output', 'export', device], { mayFail: true }),
    host.run(['wipefs', '--noheadings', '--output', 'TYPE,OFFSET', device]),
    notZero(host, device),
  ])
  const value = (name: string) => probe.stdout.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1]
  const [type, uuid] = [value('TYPE'), value('UUID')]
  if (probe.code === 0 && type === 'ext4' && uuid) return { kind: 'ext4', uuid }

  const isUnknown = probe.code === blkidFoundNothing && signatures.stdout.trim() === ''
  if (isUnknown && (!differing || (await isBegun(host, volumeId)))) return { kind: 'blank' }
  const unknown = `data of an unknown kind at ${differing}`
  const known = type ?? value('PTTYPE') ?? signatures.stdout.trim().replaceAll(/\s+/g, ' ')
  throw foreign(host, { device, volumeId, what: isUnknown ? unknown : known })
}

const blkidFoundNothing = 2
// An encrypted disk, or one whose head was lost, has no signature and no zeros either.
const comparedBytes = `${4 * 1024 * 1024}`

/** `byte 1081, line 1`, or nothing. */
const notZero = async (host: Host, device: string) => {
  const argv = ['cmp', '--bytes', comparedBytes, device, '/dev/zero']
  const { code, stdout, stderr } = await host.run(argv, { mayFail: true })
  if (code === 0) return undefined
  const [, place] = stdout.match(/differ: (.*)/) ?? []
  if (place) return place
  throw new CommandFailed(argv.join(' '), host.address, { code, output: stdout + stderr })
}

type Foreign = { device: string; volumeId: string; what: string }

const foreign = (host: Host, { device, volumeId, what }: Foreign) =>
  new Refusal(
    `The data volume ${volumeId} (${device} on ${host.address}) is neither blank nor ext4: it holds ` +
      `${what}. Nothing was written to it. ` +
      'If it is the wrong volume, correct its tags; if nothing on it is needed, blank it by hand ' +
      `(sudo wipefs --all ${device}; sudo dd if=/dev/zero of=${device} bs=1M count=4), then run the same command again.`,
  )
