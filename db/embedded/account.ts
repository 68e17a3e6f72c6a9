// Whom the server runs as: PostgreSQL refuses to run as root, so root hands it to `postgres`.
import { stat } from 'node:fs/promises'
import { NoAccount } from './errors.ts'
import { run } from './run.ts'

/** Empty for the account that runs this process. */
export type Account = { uid?: number; gid?: number }

const name = 'postgres'

/** As root: the owner of a data folder that is there already, else the system's `postgres`. */
export const serverAccount = async (data: string): Promise<Account> => {
  if (process.getuid?.() !== 0) return {}

  const owner = await stat(data).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await systemAccount()) ?? (await createAccount())
}

const systemAccount = async (): Promise<Account | undefined> => {
  const [uid, gid] = await Promise.all([run(['id', '-u', name]), run(['id', '-g', name])])
  if (uid.ok && gid.ok) return { uid: Number(uid.output), gid: Number(gid.output) }
}

const createAccount = async (): Promise<Account> => {
  const { output } = await run(['useradd', '--system', '--no-create-home', name])
  const created = await systemAccount()
  if (!created) throw new NoAccount(name, output)
  return created
}
