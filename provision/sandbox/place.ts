// Where the Docker engine is, and so on whose loopback a sandbox listens.
import { Refusal } from '#provision/errors.ts'

export type Place = { at: 'here' } | Far
export type Far = {
  at: 'host'
  /** The arguments of an `ssh` that brings a port of it to one of this machine, until it is ended. */
  tunnel: (port: number, here: number) => string[]
  /** The same as a person types it. */
  typed: (port: number) => string
}

const loopback = ['localhost', '127.0.0.1', '[::1]']

/** `endpoint` as DOCKER_HOST has it, or the Docker context in use. @throws {Refusal} */
export const placeOf = (endpoint: string): Place => {
  if (endpoint === '' || /^(unix|npipe|fd):/.test(endpoint)) return { at: 'here' }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url?.protocol === 'tcp:' && loopback.includes(url.hostname)) return { at: 'here' }
  if (url?.protocol === 'ssh:' && url.hostname) {
    const login = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`
    const tunnel = tunnelTo(`${login}${url.hostname}`, url.port)
    return { at: 'host', tunnel, typed: port => ['ssh', ...tunnel(port, port)].join(' ') }
  }
  throw new Refusal(
    `The Docker engine is at ${endpoint}. A sandbox listens on the loopback of its machine only: name that machine as DOCKER_HOST=ssh://USER@HOST, which a tunnel reaches.`,
  )
}

const tunnelTo = (host: string, sshPort: string) => (port: number, here: number) => [
  ...['-N', '-o', 'ExitOnForwardFailure=yes', '-L', `127.0.0.1:${here}:127.0.0.1:${port}`],
  ...(sshPort === '' ? [] : ['-p', sshPort]),
  '--',
  host,
]

export const urlOf = (port: number) => `http://127.0.0.1:${port}`
