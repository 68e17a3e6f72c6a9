// Swap where memory is small: an upgrade beside a running stack would end in the kernel killing PostgreSQL.
import type { Host } from '../ssh/host.ts'
import { withLine } from './fstab.ts'
import type { HostPart } from './part.ts'
import { textOf } from './text-of.ts'

const kibPerGib = 1024 ** 2
const enoughMemoryKib = 2 * kibPerGib
const file = '/swapfile'
const size = '2GiB'
const fstabLine = `${file} none swap sw 0 0`

export const swap: HostPart = {
  kind: 'swap',
  look: async host => {
    const { isWanted, fstab } = await found(host)
    if (!isWanted) return []
    return [
      { what: file, to: size },
      ...(withLine(fstab, fstabLine) === fstab ? [] : [{ what: '/etc/fstab', to: fstabLine }]),
    ]
  },
  change: async host => {
    const { fstab } = await found(host)
    for (const argv of makeSwapFile) await host.run(argv)
    await host.put('/etc/fstab', withLine(fstab, fstabLine), { mode: 0o644 })
    await host.run(['swapon', file])
  },
}

// Under another name until it is whole: an interrupted run leaves no half-made swap file to be used.
const part = `${file}.part`
export const makeSwapFile = [
  ['rm', '-f', part],
  ['install', '--mode', '0600', '/dev/null', part],
  ['fallocate', '--length', size, part],
  ['mkswap', part],
  ['mv', part, file],
]

type Memory = { meminfo: string; swaps: string; isContainer: boolean }

/** A container uses the swap of its machine and may make none. */
export const isSwapWanted = ({ meminfo, swaps, isContainer }: Memory) => {
  const memoryKib = Number(meminfo.match(/^MemTotal:\s+(\d+) kB$/m)?.[1])
  const [, ...inUse] = swaps.trim().split('\n')
  return !isContainer && memoryKib < enoughMemoryKib && inUse.length === 0
}

const found = async (host: Host) => {
  const [meminfo, swaps, container, fstab] = await Promise.all([
    host.run(['cat', '/proc/meminfo'], { sudo: false }),
    host.run(['cat', '/proc/swaps'], { sudo: false }),
    host.run(['systemd-detect-virt', '--container'], { sudo: false, mayFail: true }),
    textOf(host, '/etc/fstab'),
  ])
  const memory = { meminfo: meminfo.stdout, swaps: swaps.stdout, isContainer: container.code === 0 }
  return { isWanted: isSwapWanted(memory), fstab: fstab ?? '' }
}
