// The way to an environment's host: where it is told, with the key that its tag names and no other.
import { type Machine, machineOf } from '../apply.ts'
import type { Aws } from '../aws/clients.ts'
import { Refusal } from '../errors.ts'
import { findOurs } from '../found.ts'
import type { Say } from '../say.ts'
import { connect, type Host } from '../ssh/host.ts'
import type { SshKey } from '../ssh/keys.ts'

/** Where SSH is reached when not at the address itself: a tunnel, a bastion's forwarded port. */
export type Route = { sshHost?: string | undefined; sshPort?: number | undefined }

export type Reaching = Route & {
  machine: Pick<Machine, 'address' | 'hostKey'>
  key: SshKey
  timeoutMs: number
  signal?: AbortSignal | undefined
  say: Say
}

/** @throws {Refusal} where an environment has no host that runs */
export const runningMachine = async (aws: Aws, environment: string): Promise<Machine> => {
  const machine = machineOf(await findOurs(aws, environment))
  if (machine) return machine
  throw new Refusal(
    `${environment} has no running host. Make one: npx zx scripts/provision.mjs --env ${environment}`,
  )
}

/** Debian's images have this user, who may become root. */
export const user = 'admin'

const usualPort = 22

export const reach = ({ machine, sshHost, sshPort, signal, ...rest }: Reaching): Promise<Host> =>
  connect({
    ...rest,
    address: sshHost ?? machine.address,
    port: sshPort ?? usualPort,
    user,
    hostKey: machine.hostKey,
    ...(signal ? { signal } : {}),
  })
