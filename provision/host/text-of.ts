import { CommandFailed } from '../ssh/errors.ts'
import type { Host } from '../ssh/host.ts'

/** What a file on the host holds, or nothing where there is none: whatever else keeps it from being read is an error. */
export const textOf = async (host: Host, path: string): Promise<string | undefined> => {
  const argv = ['cat', path]
  const { code, stdout, stderr } = await host.run(argv, { mayFail: true })
  if (code === 0) return stdout
  if (stderr.includes('No such file or directory')) return undefined
  throw new CommandFailed(argv.join(' '), host.address, { code, output: stderr })
}
