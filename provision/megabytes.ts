/** As an operator reads sizes: `12.3`, and `431` where tenths mean nothing. */
export const megabytes = (bytes: number) => {
  const count = bytes / 1_000_000
  return count < 100 ? count.toFixed(1) : count.toFixed(0)
}
