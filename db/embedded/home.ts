// Where a cluster lives: its data, log and passwords, in a folder that its account gets to.
import { createHash } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Account, serverAccount } from './account.ts'
import { NotAFolder, notYours } from './errors.ts'
import { run } from './run.ts'

export type Say = (line: string) => void
export type Home = {
  folder: string
  data: string
  log: string
  account: Account
}

/**
 * Uses `folder`, and what it holds, when the server's account gets there. A root's project may
 * lie where `postgres` does not: then the home is below /var/lib/rates, named after `folder`.
 */
export const findHome = async (folder: string, say: Say = () => {}): Promise<Home> => {
  const wanted = resolve(folder)
  const account = await serverAccount(join(wanted, 'data'))
  await create(wanted, account)
  const reached = await reaches(account, wanted)
  const chosen = reached ? wanted : outside(wanted)
  await create(chosen, account)
  if (!reached) say(`PostgreSQL runs as its own user, which can't enter ${wanted}: using ${chosen}`)

  return {
    folder: chosen,
    data: join(chosen, 'data'),
    log: join(chosen, 'postgres.log'),
    account,
  }
}

const create = async (folder: string, account: Account) => {
  try {
    const created = await mkdir(folder, { recursive: true })
    // A strict umask of root's would keep the server's account out of its own folder.
    if (created && account.uid !== undefined) await chmod(folder, 0o755)
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    if (['EEXIST', 'ENOTDIR'].includes(code)) throw new NotAFolder(folder, { cause })
    throw notYours(folder, cause)
  }
}

const reaches = async (account: Account, folder: string) =>
  (await run(['sh', '-c', 'cd "$1"', 'sh', folder], { account })).ok

/** Where `findHome` may have put a home for `folder`. */
export const possibleHomes = (folder: string) => [resolve(folder), outside(resolve(folder))]

const outside = (wanted: string) =>
  join('/var/lib/rates', createHash('sha256').update(wanted).digest('hex').slice(0, 12))
