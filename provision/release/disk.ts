// A full disk says so in many ways; the operator hears one, with what to do.
import { Refusal } from '#provision/errors.ts'
import { CommandFailed } from '#provision/ssh/errors.ts'
import type { Host } from '#provision/ssh/host.ts'

/** Has one of these explained it already, another one around it leaves it as it is. */
export const explainFullDisk = async <T>(host: Host, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DiskFull || !saysSo(error)) throw error
    throw new DiskFull(
      `A disk of ${host.address} is full:\n${await usage(host)}\nFree some (docker image prune; deploy.mjs --keep 2 keeps fewer releases) or enlarge its volume, then run this again: what arrived is not sent twice.`,
      { cause: error },
    )
  }
}

class DiskFull extends Refusal {
  override name = 'DiskFull'
}

/** The command that failed, or what was told about it. */
const saysSo = (error: unknown): boolean => {
  if (error instanceof CommandFailed) return /no space left on device/i.test(error.output)
  return error instanceof Refusal && saysSo(error.cause)
}

const usage = async (host: Host) => {
  const places = ['/', '/var/lib/docker', '/srv/rates', '/srv/rates/dumps', '/srv/rates/data']
  const { stdout } = await host.run(['df', '-h', '--output=target,size,avail', ...places], {
    mayFail: true,
  })
  return [...new Set(stdout.trim().split('\n'))].map(line => `  ${line}`).join('\n')
}
