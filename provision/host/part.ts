// What every part of a host can do: look without touching, and change what differs.
import type { Difference } from '../change.ts'
import type { Say } from '../say.ts'
import type { Host } from '../ssh/host.ts'

export type HostWanted = {
  environment: string
  /** `vol-…`: the only disk that is ever formatted or mounted. */
  dataVolumeId: string
  /** What the images are built for; any that Debian's engine runs on where it is left out. */
  architecture?: 'amd64' | 'arm64'
  /** When backups are taken, as systemd writes times; daily unless given. */
  backupAt?: string | undefined
}

export type HostPart = {
  /** As the plan names it: `docker engine`. */
  kind: string
  /** Nothing differs: it is as wanted. @throws Refusal where it could never become so. */
  look(host: Host, wanted: HostWanted): Promise<Difference[]>
  /** Safe to repeat after it was interrupted anywhere. */
  change(host: Host, wanted: HostWanted, differs: Difference[], say: Say): Promise<void>
}
