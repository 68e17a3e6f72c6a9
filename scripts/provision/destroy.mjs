// Shows all that would go, has the environment's name typed, and deletes it.

import { Refusal } from '#provision/errors.ts'
import { planExitCode, planJson, planLines } from '#provision/report.ts'
import { doomedPlan, surveyDoomed, tearDown } from '#provision/teardown.ts'
import { ask } from '../cli/ask.mjs'

/**
 * @param {Omit<import('#provision/teardown.ts').Teardown, 'dumpTo'>} run
 * @param {Record<string, string | boolean | undefined>} values
 * @returns {Promise<number>} the exit code
 */
export const askAndDestroy = async (run, values) => {
  const doomed = await surveyDoomed(run)
  const plan = doomedPlan(doomed)
  if (values.json) console.log(JSON.stringify(planJson(plan)))
  else for (const line of planLines(plan)) run.say(line)
  if (values.plan) return planExitCode(plan)
  if (plan.length > 0) await deleteAll(run, values, doomed)
  run.say(`Nothing of ${run.environment} is left.`)
  return 0
}

/**
 * @param {Parameters<typeof askAndDestroy>[0]} run
 * @param {Parameters<typeof askAndDestroy>[1]} values
 * @param {import('#provision/teardown.ts').Doomed} doomed
 */
const deleteAll = async (run, values, doomed) => {
  await named(run, values)
  const dumpTo = values['discard-data'] ? undefined : String(values['dump-to'] ?? dumpFile(run))
  await tearDown({ ...run, dumpTo }, doomed)
}

/** @param {{ environment: string, signal: AbortSignal }} run @param {{ confirm?: unknown }} values */
const named = async ({ environment, signal }, { confirm }) => {
  const otherwise = `Add --confirm ${environment}.`
  const typed =
    confirm ?? (await ask(`Type ${environment} to delete all of this: `, { otherwise, signal }))
  if (typed !== environment)
    throw new Refusal(`${JSON.stringify(typed)} is not ${environment}. Nothing was deleted.`)
}

/** @param {{ environment: string }} run */
const dumpFile = ({ environment }) =>
  `rates-${environment}-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.dump`
