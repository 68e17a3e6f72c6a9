// Shows the plan, asks, applies it, and has the smoke test say the last word.

import { urlOf } from '#provision/access/url.ts'
import { changes } from '#provision/change.ts'
import { Refusal } from '#provision/errors.ts'
import { provision } from '#provision/provision.ts'
import { planExitCode, planJson, planLines } from '#provision/report.ts'
import { survey, wholePlan } from '#provision/survey.ts'
import { confirm } from '../cli/ask.mjs'

/**
 * @param {import('#provision/survey.ts').Run} run
 * @param {{ plan?: boolean, yes?: boolean, json?: boolean }} values
 * @returns {Promise<number>} the exit code
 */
export const planAndApply = async (run, values) => {
  const planned = await survey(run)
  try {
    const plan = wholePlan(planned)
    if (values.json) console.log(JSON.stringify(planJson(plan)))
    else for (const line of planLines(plan)) run.say(line)
    if (values.plan) return planExitCode(plan)
    if (changes(plan).length > 0) await asked(run, values)

    const { machine, parameters } = await provision(run, planned)
    await run.smoke(machine, parameters)
    const outcome = { url: urlOf(machine, parameters), ...machine, smoke: 'passed' }
    if (values.json) console.log(JSON.stringify(outcome))
    else run.say(`${run.wanted.environment} answers at ${outcome.url}`)
    return 0
  } finally {
    planned.host?.close()
  }
}

/** @param {import('#provision/survey.ts').Run} run @param {{ yes?: boolean }} values */
const asked = async ({ signal }, { yes }) => {
  const otherwise = 'Add --yes to apply the plan without a question, or --plan to only see it.'
  if (yes || (await confirm('Apply this?', { otherwise, signal }))) return
  throw new Refusal('Nothing was changed.')
}
