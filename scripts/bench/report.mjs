// What a part of the bench is, and how its ratios are told.

/** @typedef {Awaited<ReturnType<typeof import('./server.mjs').startServer>>} Server */

/**
 * @typedef {object} Stage
 * @property {Server} server
 * @property {string} folder  for files; removed at the end
 * @property {number} rounds
 * @property {(text: string) => void} note
 * @property {(close: () => unknown) => void} closeLater  closed in reverse at the end
 */

/**
 * A part measures both sides in each round and returns a ratio a round. The median has to reach the
 * target, or `every` one, where they are of different things.
 * @typedef {object} Part
 * @property {string} title
 * @property {({ atLeast: number } | { atMost: number }) & { every?: true }} target
 * @property {(stage: Stage) => Promise<number[]>} ratios
 */

/**
 * @param {string} name
 * @param {Part} part
 * @param {number[]} ratios
 */
export const summary = (name, { title, target }, ratios) => {
  const sorted = ratios.toSorted((a, b) => a - b)
  const [min, median, max] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map(place =>
    Number((sorted[place] ?? Number.NaN).toFixed(3)),
  )
  const [least, most] = target.every ? [min, max] : [median, median]
  const reached =
    'atLeast' in target ? Number(least) >= target.atLeast : Number(most) <= target.atMost
  return { name, title, min, median, max, target, reached }
}

/** @param {ReturnType<typeof summary>} result */
export const line = ({ name, title, min, median, max, target, reached }) => {
  const wanted = 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`
  return `(${name}) ${min} / ${median} / ${max}   ${wanted} ${reached ? 'reached' : 'MISSED'}   ${title}`
}

/**
 * @param {number} count
 * @param {() => Promise<number>} round
 */
export const inRounds = async (count, round) => {
  const ratios = []
  for (let done = 0; done < count; done++) ratios.push(await round())
  return ratios
}
