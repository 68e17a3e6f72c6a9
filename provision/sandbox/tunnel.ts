// Brings a port of the engine's machine to this one while something here asks it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '#provision/errors.ts'
import { type Place, tunnelTo } from './place.ts'

const openWithinMs = 20_000
const betweenMs = 200

/** Straight away where the engine is on this machine. */
export const withTunnel = async <T>(place: Place, port: number, work: () => Promise<T>) => {
  const [command, ...args] = tunnelTo(place, port) ?? []
  if (!command) return work()
  const ssh = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(ssh, 'exit').then(
    () => 'ended',
    () => 'ended',
  )
  try {
    await opened(port, ended, [command, ...args].join(' '))
    return await work()
  } finally {
    ssh.kill()
  }
}

const opened = async (port: number, ended: Promise<string>, typed: string) => {
  const lastMs = performance.now() + openWithinMs
  while (performance.now() < lastMs) {
    // ssh first: what answers on the port without it is something else.
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
