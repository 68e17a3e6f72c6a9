// Which layers of an image a host has: those at the bottom that one of its own images begins with.

/** How many layers of `wanted`, from the bottom, an image of `there` shares. */
export const sharedLayers = (wanted: readonly string[], there: readonly (readonly string[])[]) =>
  Math.max(0, ...there.map(layers => sharedStart(wanted, layers)))

/**
 * Names the entries of `docker save` that `docker load` on that host will not open: it looks for
 * the chain of a layer first. A layer that comes again further up is still needed there.
 */
export const unneededEntries = (
  wanted: readonly string[],
  there: readonly (readonly string[])[],
): Set<string> => {
  const shared = sharedLayers(wanted, there)
  const needed = new Set(wanted.slice(shared))
  return new Set(
    wanted
      .slice(0, shared)
      .filter(digest => !needed.has(digest))
      .map(digest => `blobs/${digest.replace(':', '/')}`),
  )
}

const sharedStart = (one: readonly string[], other: readonly string[]) => {
  const end = one.findIndex((digest, index) => digest !== other[index])
  return end === -1 ? one.length : end
}
