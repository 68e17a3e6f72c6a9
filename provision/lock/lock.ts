// One deploy at a time on a host: the others are told whose it is, and a late one can do nothing.
import { randomUUID } from 'node:crypto'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { LockHeld } from './errors.ts'
import { type FencedHost, fenced } from './fence.ts'
import { breakLock, type Holder, holderWords, lockHolder } from './holder.ts'
import { take } from './take.ts'

export type LockWanted = {
  /** Who: `nadja`. */
  owner: string
  /** From where: a machine, the address of a CI run. */
  from: string
  why: string
  /** For a lock that somebody else holds; refused at once unless given. */
  waitMs?: number
  /** Ends the wait. What is done under the lock ends itself. */
  signal?: AbortSignal
  /** Nothing heard from here for that long is an end; 25 s unless given. */
  silenceMs?: number
  say: Say
}

/**
 * Does `work` while no other deploy can touch the host. Every command goes through the host that it
 * is given. The lock is free again after it, and also when this process, machine or connection ends.
 * @throws {LockHeld} with who, since when and why · LockLost from a command when it is ours no more
 */
export const withLock = async <T>(
  host: Host,
  wanted: LockWanted,
  work: (fenced: FencedHost) => Promise<T>,
): Promise<T> => {
  const hold = await take(host, { ...wanted, token: randomUUID() })
  try {
    return await work(fenced(host, hold))
  } finally {
    await hold.release()
  }
}

/** Takes the lock from whoever holds it and ends what runs under it. Tells who it was; undefined: nobody. */
export const unlock = async (
  host: Host,
  { owner, from, say }: Pick<LockWanted, 'owner' | 'from' | 'say'>,
): Promise<Holder | undefined> => {
  const holder = await lockHolder(host)
  if (!holder) {
    say(`nobody holds the deploy lock of ${host.address}`)
    return
  }
  say(`ending this: ${holderWords(holder)}`)
  await breakLock(host, holder)
  const mine = { owner, from, why: `ends what ${holder.owner} began`, say }
  await withLock(host, mine, async () => {}).catch(error => {
    // Somebody has waited for it, and has ended what was left.
    if (!(error instanceof LockHeld)) throw error
  })
  return holder
}
