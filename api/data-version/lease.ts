// Until when this process may answer from its cache, and answers of which data version: the rules,
// without the connection. The README has the proof that they are enough.

/** A lease runs this long in the database … */
export const leaseMs = 3_000

// … and a little less here, in case two clocks don't tick alike.
const usedMs = 2_900

export type DataVersion = Pick<ReturnType<typeof createLease>, 'current' | 'learn'>

type Beat = { sentMs: number; sent: number | undefined }

/** `now` is a monotonic clock in milliseconds; `onBehind` is called where a beat is due at once. */
export const createLease = (now: () => number, onBehind: () => void) => {
  let known: number | undefined
  let heldUntilMs = Number.NEGATIVE_INFINITY
  let usableUntilMs = Number.NEGATIVE_INFINITY

  const current = () => (now() < usableUntilMs ? known : undefined)

  /** The database has a newer version: from now on only answers of that one are given. */
  const learn = (version: number) => {
    if (known === undefined || version <= known) return
    known = version
    onBehind()
  }

  /** Word of a newer version, which anybody may spread: the database is asked at once. */
  const hear = (version: number) => {
    if (known !== undefined && Number.isSafeInteger(version) && version > known) onBehind()
  }

  return {
    /** The version whose answers may be given from memory right now, if any. */
    current,
    learn,
    hear,

    /** What to tell the database; undefined leaves it to the database to fill in its own. */
    beat: (): Beat => ({ sentMs: now(), sent: current() }),

    /** The database has written the beat down and was at `version` then. */
    beaten: ({ sentMs, sent }: Beat, version: number) => {
      const wasHeld = now() < heldUntilMs
      heldUntilMs = sentMs + usedMs
      known = Math.max(known ?? version, version)

      // A beat that came too late only opens a lease: the next one says whether it may be used.
      usableUntilMs = wasHeld ? heldUntilMs : Number.NEGATIVE_INFINITY
      if (!wasHeld || known !== (sent ?? version)) onBehind()
    },

    /** The connection is lost: nothing is heard of newer versions any more. */
    lose: () => {
      known = undefined
      heldUntilMs = Number.NEGATIVE_INFINITY
      usableUntilMs = Number.NEGATIVE_INFINITY
    },
  }
}
