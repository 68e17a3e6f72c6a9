// A host, in the order in which it is built.
import { backupSchedule } from './backup-timer.ts'
import { clock } from './clock.ts'
import { dataVolume } from './data-volume.ts'
import { engine } from './engine.ts'
import { firstBoot } from './first-boot.ts'
import { folders } from './folders.ts'
import { machine } from './machine.ts'
import { packages } from './packages.ts'
import type { HostPart } from './part.ts'
import { securityUpdates } from './security-updates.ts'
import { swap } from './swap.ts'

export const parts: HostPart[] = [
  machine,
  firstBoot,
  packages,
  engine,
  securityUpdates,
  clock,
  swap,
  dataVolume(),
  folders,
  backupSchedule,
]
