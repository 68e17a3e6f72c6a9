// Says how far a long run has come, on a terminal in one changing line, elsewhere in a few lines.
import type { Price } from './prices.ts'

type Screen = { isTTY?: boolean; write: (text: string) => unknown }

const pricesBetweenLooks = 8_192
const clearLine = '\r\x1b[K'

/** The same prices; runs shorter than a second stay silent. */
export function* withProgress(
  prices: Iterable<Price>,
  { total, screen, now = Date.now }: { total: number; screen: Screen; now?: () => number },
): Generator<Price> {
  const betweenMs = screen.isTTY ? 200 : 5_000
  let nextMs = now() + Math.max(1_000, betweenMs)
  let shown = false
  let done = 0

  try {
    for (const price of prices) {
      yield price
      done++
      if (done % pricesBetweenLooks !== 0 || now() < nextMs) continue
      screen.write(screen.isTTY ? clearLine + line(done, total) : `${line(done, total)}\n`)
      shown = true
      nextMs = now() + betweenMs
    }
  } finally {
    if (shown && screen.isTTY) screen.write(clearLine)
  }
}

const line = (done: number, total: number) =>
  `${grouped(done)} of ${grouped(total)} prices (${Math.floor((100 * done) / total)} %)`

export const grouped = (number: number) => number.toLocaleString('en')
