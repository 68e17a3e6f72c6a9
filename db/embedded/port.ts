// Ports on this machine: a free one, and whether a wanted one is free.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { PortTaken } from './errors.ts'

const anyPort = 0

export const freePort = () => listenOn(anyPort, '127.0.0.1')

/** Throws `PortTaken` before any work is done; other errors (port 80 as a user) pass as they are. */
export const checkPort = async (port: number, host: string): Promise<void> => {
  try {
    await listenOn(port, host)
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(port) : error
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
