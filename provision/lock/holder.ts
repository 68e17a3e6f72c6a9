// Who holds the deploy lock of a host: written beside it by the process on the host that holds it.
import { z } from 'zod'
import { oneLine } from '#provision/history/one-line.ts'
import { folder } from '#provision/release/record.ts'
import type { Host } from '#provision/ssh/host.ts'

/** `held` is the lock, `fence` what commands run behind, `holder` says whose it is. */
export const lockFolder = `${folder}/lock`

const holder = z.object({
  /** Of the process on the host. */
  pid: z.number().int().positive(),
  /** By the host's clock. */
  since: oneLine,
  token: z.uuid(),
  owner: oneLine,
  from: oneLine,
  why: oneLine,
})

export type Holder = z.infer<typeof holder>

/** Undefined where nobody is named. */
export const readHolder = (text: string): Holder | undefined => {
  try {
    return holder.parse(JSON.parse(text))
  } catch {
    // Taken this moment, or by a version that writes something else.
    return undefined
  }
}

/** `nadja@laptop, from ci/17, since 2026-07-14 09:30:00 UTC: release 1a2b3c4` */
export const holderWords = ({ owner, from, since, why }: Holder) =>
  `${owner}, from ${from}, since ${since.replace('T', ' ').replace('Z', ' UTC')}: ${why}`

/** Undefined where nobody holds it. Looks without touching the lock. */
export const lockHolder = async (host: Host): Promise<Holder | undefined> =>
  readHolder((await host.run(['sh', '-c', showLive, 'sh', lockFolder])).stdout)

// The process is there and has the lock open: a number alone may be another's by now.
const isLive = '[ -n "$pid" ] && [ "/proc/$pid/fd/9" -ef "$1/held" ]'

const showLive = `
pid=$(sed -n 's/^{"pid":\\([0-9]*\\),.*/\\1/p' "$1/holder" 2>/dev/null)
if ${isLive}; then cat "$1/holder" 2>/dev/null || :; fi`

/** Only the holder that is named: another one may have come since. */
export const breakLock = async (host: Host, { pid, token }: Holder) => {
  await host.run(['sh', '-c', breakIt, 'sh', lockFolder, `${pid}`, token])
}

// Without its token first, so that nothing of it begins after this.
const breakIt = `
pid=$2
if ${isLive} && grep -qsF "\\"token\\":\\"$3\\"" "$1/holder"; then
  rm -f "$1/holder" && kill -TERM "$pid"
fi`
