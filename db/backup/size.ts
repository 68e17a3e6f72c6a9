/** As an operator reads sizes: `12.3 MB`, and `431 MB` where tenths mean nothing. */
export const size = (bytes: number) => {
  const [unit, divisor] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9]
  const number = bytes / Number(divisor)
  return `${number < 100 ? number.toFixed(1) : number.toFixed(0)} ${unit}`
}
