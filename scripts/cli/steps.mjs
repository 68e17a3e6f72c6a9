// Progress lines: what a script does now, how far it is, and how long it took.

const tellEveryMs = 2_000

/** @param {(line: string) => void} [print] */
export const createSteps = (print = console.log) => ({
  note: (/** @type {string} */ line) => print(`    ${line}`),

  /**
   * Prints `title`, does the work, then prints what `result` makes of it, with the time.
   *
   * @template T
   * @param {string} title
   * @param {() => Promise<T>} work
   * @param {(outcome: T) => string} [result]
   */
  step: async (title, work, result = () => 'done') => {
    const startedMs = performance.now()
    print(`==> ${title}`)
    const outcome = await work()
    print(`    ${result(outcome)}, ${seconds(startedMs)}`)
    return outcome
  },

  /** For work that tells its progress often: prints a share every two seconds. */
  share: () => {
    let lastMs = performance.now()
    return (/** @type {number} */ part, /** @type {number} */ whole) => {
      if (performance.now() - lastMs < tellEveryMs) return
      lastMs = performance.now()
      print(`    ${Math.floor((100 * part) / whole)} %`)
    }
  },
})

const seconds = (/** @type {number} */ startedMs) =>
  `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
