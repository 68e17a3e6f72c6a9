// Gives files to the server's account, which may not make any beside its data folder.
import { chown, writeFile } from 'node:fs/promises'
import type { Account } from './account.ts'

export const handOver = async ({ uid, gid }: Account, path: string): Promise<void> => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

export const writeFor = async (
  account: Account,
  file: string,
  { text = '', flag = 'w' }: { text?: string; flag?: string },
): Promise<void> => {
  await writeFile(file, text, { mode: 0o600, flag })
  await handOver(account, file)
}
