import { join } from 'node:path'
import t from 'tap'
import { requiredVariables } from '../../../scripts/check/compose-files.mjs'

t.test('each variable that a compose file insists on gets a value', async t => {
  const folder = t.testdir({
    'compose.yaml': `a: \${PASSWORD:?missing}\nb: \${OTHER?missing}\nc: \${PORT:-3000} $HOME\n`,
  })
  const found = await requiredVariables([join(folder, 'compose.yaml')])
  t.strictSame(found, { PASSWORD: '1', OTHER: '1' })
})
