// How much is free on the disks of a host.
import type { Host } from '../ssh/host.ts'

export type Room = {
  folder: string
  /** What it lies on, by where that is mounted. */
  disk: string
  freeBytes: number
}

/** In the order of `folders`, without those that are not there. */
export const roomOn = async (host: Host, folders: readonly string[]): Promise<Room[]> => {
  const df = ['df', '--block-size=1', '--output=avail,file,target', ...folders]
  const { stdout } = await host.run(df, { mayFail: true })
  const [, ...lines] = stdout.trim().split('\n')
  return lines.map(line => {
    const [free, folder = '', disk = ''] = line.trim().split(/\s+/)
    return { folder, disk, freeBytes: Number(free) }
  })
}
