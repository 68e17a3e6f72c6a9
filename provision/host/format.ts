// Formats a blank disk once. Cut off in between, a disk is neither blank nor a file system: a mark tells that it was us.
import type { Host } from '../ssh/host.ts'
import { textOf } from './text-of.ts'

const formatTimeoutMs = 10 * 60_000

/** A format of this volume was begun and has not ended, as far as is known. */
export const isBegun = async (host: Host, volumeId: string) =>
  (await textOf(host, mark(volumeId))) !== undefined

/** Waits for a format that outlived its connection. */
export const formatEnded = (host: Host) =>
  host.run(['flock', lock, 'true'], { timeoutMs: formatTimeoutMs })

export const format = async (host: Host, device: string, volumeId: string) => {
  await host.put(mark(volumeId), '', { mode: 0o600 })
  await host.run(['flock', lock, ...mkfs(device)], { timeoutMs: formatTimeoutMs })
}

/** The disk is a file system: whatever is found on it from now on is data. */
export const forgetFormat = (host: Host, volumeId: string) => host.run(['rm', '-f', mark(volumeId)])

// On the root disk, to be there after a crash.
const mark = (volumeId: string) => `/var/lib/rates-formatting-${volumeId}`
const lock = '/run/lock/rates-format'

// It refuses by itself a disk that is mounted or otherwise in use.
const mkfs = (device: string) => ['mkfs.ext4', '-q', '-L', 'rates-data', device]
