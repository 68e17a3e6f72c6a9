// Makes, mends or deletes an environment on AWS: npx zx scripts/provision.mjs --env NAME. See --help.

import { withCloud } from './cli/cloud.mjs'
import { readOptions } from './cli/options.mjs'
import { planAndApply } from './provision/apply.mjs'
import { deployOf } from './provision/deploy-options.mjs'
import { askAndDestroy } from './provision/destroy.mjs'
import { help, options } from './provision/options.mjs'

const { values } = readOptions(import.meta.url, { help, options, wrongUsage: 64 })
const say = values.json ? console.error : console.log

await withCloud('provision', [values, { say }], cloud => {
  if (values.destroy) return askAndDestroy(cloud, values)
  const kind = /** @type {const} */ ('provision')
  return planAndApply({ ...deployOf(cloud, values), kind, dump: values.dump }, values)
})
