// The disk for PostgreSQL's data: formatted once, mounted by its UUID, and Docker never starts without it.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Difference } from '../change.ts'
import { Refusal } from '../errors.ts'
import type { Host } from '../ssh/host.ts'
import { type Content, contentOf, deviceOf } from './data-device.ts'
import { dataFolder, root } from './folders.ts'
import { forgetFormat, format, formatEnded } from './format.ts'
import { withLine } from './fstab.ts'
import type { HostPart, HostWanted } from './part.ts'
import { textOf } from './text-of.ts'

type Patience = { deviceTimeoutMs?: number }

/** `deviceTimeoutMs`: an attached volume appears on the host after some seconds. */
export const dataVolume = ({ deviceTimeoutMs = 60_000 }: Patience = {}): HostPart => ({
  kind: 'data volume',
  look: async (host, wanted) => {
    const found = await look(host, wanted)
    return found.device ? differences(found) : [{ what: 'disk', to: wanted.dataVolumeId }]
  },
  change: async (host, wanted) => {
    const device = await appeared(host, wanted, deviceTimeoutMs)
    await formatEnded(host)
    // Looked at again: nothing is formatted on the strength of an old look.
    const { content } = await look(host, wanted)
    if (content?.kind === 'blank') await format(host, device, wanted.dataVolumeId)
    await forgetFormat(host, wanted.dataVolumeId)
    const { fstab, line = '', mounted, dropIn } = await look(host, wanted)
    if (withLine(fstab, line) !== fstab)
      await host.put('/etc/fstab', withLine(fstab, line), { mode: 0o644 })
    if (dropIn !== dropInText) await putDropIn(host)
    await host.run(['systemctl', 'daemon-reload'])
    if (mounted === '') await mount(host)
  },
})

const dropInFolder = '/etc/systemd/system/docker.service.d'
const dropInFile = `${dropInFolder}/rates-data.conf`
// A boot without the volume would let PostgreSQL begin an empty database on the root disk.
const dropInText = `[Unit]\nRequiresMountsFor=${dataFolder}\n`

type Found = {
  device?: string
  content?: Content
  /** The line of /etc/fstab, once there is a file system. */
  line?: string
  fstab: string
  mounted: string
  dropIn: string
}

const look = async (host: Host, { dataVolumeId }: HostWanted): Promise<Found> => {
  const [device, fstab = '', dropIn = '', mount] = await Promise.all([
    deviceOf(host, dataVolumeId),
    textOf(host, '/etc/fstab'),
    textOf(host, dropInFile),
    host.run(['findmnt', '-n', '-o', 'SOURCE', '--mountpoint', dataFolder], { mayFail: true }),
  ])
  const found = { fstab, dropIn, mounted: mount.stdout.trim() }
  if (!device) return found

  if (found.mounted !== '' && found.mounted !== device) throw occupied(host, device, found.mounted)
  const content = await contentOf(host, device, dataVolumeId)
  return content.kind === 'blank'
    ? { ...found, device, content }
    : { ...found, device, content, line: fstabLine(content.uuid) }
}

// nofail: a host whose volume is away still boots, to be looked at.
export const fstabLine = (uuid: string) => `UUID=${uuid} ${dataFolder} ext4 defaults,nofail 0 2`

const differences = ({ content, line, fstab, mounted, dropIn }: Found): Difference[] => [
  ...(content?.kind === 'blank' ? [{ what: 'file system', from: 'none', to: 'ext4' }] : []),
  ...(line && withLine(fstab, line) === fstab ? [] : [{ what: '/etc/fstab', to: 'by UUID' }]),
  ...(mounted === '' ? [{ what: dataFolder, to: 'mounted' }] : []),
  ...(dropIn === dropInText ? [] : [{ what: 'docker.service', to: 'waits for the volume' }]),
]

const pollMs = 500

const appeared = async (host: Host, { dataVolumeId }: HostWanted, timeoutMs: number) => {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const device = await deviceOf(host, dataVolumeId)
    if (device) return device
    if (performance.now() > deadline) throw absent(host, dataVolumeId)
    await sleep(pollMs)
  }
}

const putDropIn = async (host: Host) => {
  await host.run(['install', '--directory', dropInFolder])
  await host.put(dropInFile, dropInText, { mode: 0o644 })
}

const mount = async (host: Host) => {
  await host.run(['install', '--directory', '--mode', '0700', root, dataFolder])
  const { stdout } = await host.run(['find', dataFolder, '-mindepth', '1', '-print', '-quit'])
  if (stdout !== '') throw hidden(host, stdout.trim())
  await host.run(['mount', dataFolder])
}

const occupied = (host: Host, device: string, other: string) =>
  new Refusal(
    `${dataFolder} on ${host.address} is ${other}, not the data volume (${device}). ` +
      `Unmount it and remove its line from /etc/fstab, then run the same command again.`,
  )

const absent = (host: Host, volumeId: string) =>
  new Refusal(
    `${host.address} shows no disk for the data volume ${volumeId}. Check in AWS that it is attached ` +
      'to this instance, as /dev/sdf, then run the same command again.',
  )

const hidden = (host: Host, file: string) =>
  new Refusal(
    `${dataFolder} on ${host.address} already holds files (${file}), which the data volume would hide. ` +
      'Move them away, then run the same command again.',
  )
