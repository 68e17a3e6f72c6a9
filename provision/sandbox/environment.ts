// The Docker engine of an environment's host, for `docker` on this machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sshWords, type Way, withKnownHost } from '#provision/access/open-ssh.ts'
import { Refusal } from '#provision/errors.ts'
import type { Far } from './place.ts'

const openWithinMs = 20_000
const pollMs = 100

/**
 * Its socket, brought here into a folder of nobody else's, for as long as `work` takes.
 * @param typed  how a person brings a port of the host here
 */
export const withEngineOf = <T>(
  way: Way,
  typed: Far['typed'],
  work: (place: Far, dockerHost: string) => Promise<T>,
): Promise<T> =>
  withKnownHost(way, async (known, folder) => {
    const words = (forward: string) => sshWords({ ...way, argv: [], forward }, known, false)
    const tunnel = (port: number, here: number) => words(`127.0.0.1:${here}:127.0.0.1:${port}`)
    const socket = join(folder, 'docker.sock')
    const ssh = spawn('ssh', words(`${socket}:/var/run/docker.sock`), {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    try {
      await opened(ssh, socket, way)
      return await work({ at: 'host', tunnel, typed }, `unix://${socket}`)
    } finally {
      ssh.kill()
    }
  })

const opened = async (ssh: ChildProcess, socket: string, { machine }: Way) => {
  let failed: unknown
  ssh.on('error', error => {
    failed = error
  })
  for (const lastMs = performance.now() + openWithinMs; performance.now() < lastMs; ) {
    if (failed || ssh.exitCode !== null) break
    if (await isThere(socket)) return
    await sleep(pollMs)
  }
  throw new Refusal(
    `No way to the Docker engine of ${machine.address} opens by ssh. What ssh says is above.`,
    { cause: failed },
  )
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
