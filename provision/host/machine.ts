// What a host must be before anything is done to it: its system, its architecture, room on its disk.
import { Refusal } from '../errors.ts'
import type { Host } from '../ssh/host.ts'
import type { HostPart } from './part.ts'
import { type Room, roomOn } from './room.ts'

const gib = 1024 ** 3
const leastFreeBytes = 4 * gib
const oldestDebian = 13
const architectures = ['amd64', 'arm64']

export const machine: HostPart = {
  kind: 'machine',
  look: async (host, wanted) => {
    const [system, architecture, [room]] = await Promise.all([
      host.run(['cat', '/etc/os-release'], { sudo: false }),
      host.run(['dpkg', '--print-architecture'], { sudo: false, mayFail: true }),
      // The engine's folder is there once the engine is; until then its parent tells.
      roomOn(host, ['/var/lib/docker', '/var/lib']),
    ])
    checkSystem(host, system.stdout)
    checkArchitecture(host, architecture.stdout.trim(), wanted.architecture)
    checkRoom(host, room)
    return []
  },
  change: async () => {},
}

const checkSystem = (host: Host, osRelease: string) => {
  const value = (name: string) => osRelease.match(new RegExp(`^${name}="?([^"\n]*)`, 'm'))?.[1]
  if (value('ID') === 'debian' && Number(value('VERSION_ID')) >= oldestDebian) return

  throw new Refusal(
    `${host.address} runs ${value('PRETTY_NAME') ?? 'an unknown system'}; it has to be Debian ${oldestDebian} or newer, ` +
      'whose own packages hold the engine and Compose. Leave out --ami, or name an image of Debian.',
  )
}

const checkArchitecture = (host: Host, found: string, wanted: string | undefined) => {
  if (wanted ? found === wanted : architectures.includes(found)) return

  throw new Refusal(
    `${host.address} is ${found || 'of an unknown architecture'}, not ${wanted ?? architectures.join(' or ')}: ` +
      'images would not run there. Choose a --size of that architecture, and --replace the instance.',
  )
}

const noRoom: Room = { folder: '/var/lib', disk: '/', freeBytes: 0 }

const checkRoom = (host: Host, { freeBytes, disk }: Room = noRoom) => {
  if (freeBytes >= leastFreeBytes) return

  throw new Refusal(
    `${host.address} has ${(freeBytes / gib).toFixed(1)} GiB free on ${disk}; images and their unpacking need ` +
      `${leastFreeBytes / gib}. Remove what is not needed (sudo docker image prune, sudo apt-get clean, ` +
      'sudo journalctl --vacuum-size=100M) or enlarge the disk. Nothing was changed.',
  )
}
