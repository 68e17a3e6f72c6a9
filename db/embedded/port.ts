// Ports on this machine: a free one, and whether a wanted one is free.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { PortRefused, PortTaken } from './errors.ts'

const anyPort = 0

export const freePort = () => listenOn(anyPort, '127.0.0.1')

/** @throws PortTaken, or PortRefused where this user or machine may not have it */
export const checkPort = async (port: number, host: string): Promise<void> => {
  try {
    await listenOn(port, host)
  } catch (error) {
    const cause = error as NodeJS.ErrnoException
    throw cause.code === 'EADDRINUSE' ? new PortTaken(port) : new PortRefused(port, host, cause)
  }
}

const listenOn = async (port: number, host: string): Promise<number> => {
  const server = createServer().listen(port, host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return address.port
}
