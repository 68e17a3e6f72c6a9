// The disk of a data volume on its host, and what is on it. Reads only.
import { Refusal } from '../errors.ts'
import type { Host } from '../ssh/host.ts'

/** `blank` is said only where nothing at all was found, and the beginning is all zeros. */
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
  const [probe, signatures, zeros] = await Promise.all([
    host.run(['blkid', '--probe', '--output', 'export', device], { mayFail: true }),
    host.run(['wipefs', '--noheadings', '--output', 'TYPE,OFFSET', device]),
    host.run(['cmp', '--silent', '--bytes', comparedBytes, device, '/dev/zero'], { mayFail: true }),
  ])
  const value = (name: string) => probe.stdout.match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1]
  const [type, uuid] = [value('TYPE'), value('UUID')]
  if (probe.code === 0 && type === 'ext4' && uuid) return { kind: 'ext4', uuid }

  const isUnknown = probe.code === blkidFoundNothing && signatures.stdout.trim() === ''
  if (isUnknown && zeros.code === 0) return { kind: 'blank' }
  const what = type ?? value('PTTYPE') ?? (signatures.stdout.trim() || undefined)
  throw foreign(host, { device, volumeId, what: isUnknown ? undefined : what })
}

const blkidFoundNothing = 2
// An encrypted disk, or one whose head was lost, has no signature and no zeros either.
const comparedBytes = `${4 * 1024 * 1024}`

type Foreign = { device: string; volumeId: string; what: string | undefined }

const foreign = (host: Host, { device, volumeId, what }: Foreign) =>
  new Refusal(
    `The data volume ${volumeId} (${device} on ${host.address}) is neither blank nor ext4: it holds ` +
      `${what ? `something else (${what.replaceAll(/\s+/g, ' ')})` : 'data of an unknown kind'}. Nothing was written to it. ` +
      'If it is the wrong volume, correct its tags; if nothing on it is needed, blank it by hand ' +
      `(sudo wipefs --all ${device}; sudo dd if=/dev/zero of=${device} bs=1M count=4), then run the same command again.`,
  )
