// Brings a port of the engine's machine to this one while something here asks it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '#provision/errors.ts'
import { type Place, urlOf } from './place.ts'

const openWithinMs = 20_000
const betweenMs = 200

/** `work` gets the URL of the port: by itself where the engine is on this machine, else by a tunnel. */
export const withTunnel = async <T>(
  place: Place,
  port: number,
  work: (url: string) => Promise<T>,
): Promise<T> => {
  if (place.at === 'here') return work(urlOf(port))
  // Not the same one: a sandbox of this name may be on this machine, too.
  const here = await freePort()
  const ssh = spawn('ssh', place.tunnel(port, here), { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(ssh, 'exit').then(
    () => 'ended',
    () => 'ended',
  )
  try {
    await opened(here, ended, place.typed(port))
    return await work(urlOf(here))
  } finally {
    ssh.kill()
  }
}

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}

const opened = async (port: number, ended: Promise<string>, typed: string) => {
  const lastMs = performance.now() + openWithinMs
  while (performance.now() < lastMs) {
    if ((await Promise.race([ended, wait(betweenMs)])) === 'ended') break
    if (await answers(port)) return
  }
  throw new Refusal(`The sandbox runs, but no tunnel to it opens. See what this says: ${typed}`)
}

const answers = (port: number) =>
  new Promise<boolean>(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
