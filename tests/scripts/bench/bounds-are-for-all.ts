// A target is reached by the median of some rounds, but by every one of several sizes.
import t from 'tap'
import { summary } from '../../../scripts/bench/report.mjs'

const ratios = async () => []
const reached = (target: Parameters<typeof summary>[1]['target']) =>
  summary('x', { title: 'x', target, ratios }, [150, 250, 100]).reached

t.equal(reached({ atMost: 200 }), true)
t.equal(reached({ atMost: 200, every: true }), false)
t.equal(reached({ atMost: 250, every: true }), true)
t.equal(reached({ atLeast: 150 }), true)
t.equal(reached({ atLeast: 150, every: true }), false)
