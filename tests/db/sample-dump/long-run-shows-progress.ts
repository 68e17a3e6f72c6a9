// A long run says how far it is; a short one stays silent. The clock is ours, one second a look.

import t from 'tap'
import { prices } from '#db/sample/prices.ts'
import { withProgress } from '#db/sample/progress.ts'

const run = ({ isTTY, secondsALook }: { isTTY: boolean; secondsALook: number }) => {
  const written: string[] = []
  const screen = { isTTY, write: (text: string) => written.push(text) }
  let clockMs = 0
  const now = () => {
    clockMs += secondsALook * 1000
    return clockMs
  }

  const total = 100_000
  const passed = withProgress(prices({ count: total, seed: 2021 }), { total, screen, now })
  return { count: [...passed].length, written }
}

t.test('on a terminal one line changes and is cleared at the end', async t => {
  const { count, written } = run({ isTTY: true, secondsALook: 1 })
  t.equal(count, 100_000)
  t.ok(written.length > 3)
  t.ok(written.every(text => text.startsWith('\r') && !text.includes('\n')))
  t.match(written[0], /of 100,000 prices \(\d+ %\)/)
  t.equal(written.at(-1), '\r\x1b[K')
})

t.test('elsewhere a line is written every five seconds', async t => {
  const { count, written } = run({ isTTY: false, secondsALook: 2 })
  t.equal(count, 100_000)
  t.ok(written.length >= 2 && written.length <= 5, `${written.length} lines`)
  t.ok(written.every(text => /^[\d,]+ of 100,000 prices \(\d+ %\)\n$/.test(text)))
})

t.test('a short run is silent', async t => {
  t.strictSame(run({ isTTY: true, secondsALook: 0.01 }).written, [])
  t.strictSame(run({ isTTY: false, secondsALook: 0.01 }).written, [])
})
