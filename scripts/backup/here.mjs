// Backups of the stack that docker compose runs on this machine.

import { stopIfAsked } from '#provision/aws/wait.ts'
import { replaceDatabase } from '#provision/backup/restore.ts'
import { stackHere } from '#provision/backup/stack.ts'
import { Refusal } from '#provision/errors.ts'
import { RolledBack } from '#provision/history/history.ts'
import { interruptSignal } from '../cli/interrupt.mjs'
import { root } from '../provision/options.mjs'

/** @param {import('./words.mjs').Act} act */
export const here = async act => {
  const signal = interruptSignal(() =>
    console.error('Stopping; what was begun is put back first. Once more stops at once.'),
  )
  const say = console.log
  const stack = stackHere(root, say, signal)
  // Without the signal: what was begun has to be taken back.
  const whole = stackHere(root, say)
  const service = {
    stop: () => whole(['--progress', 'quiet', 'stop', 'api', 'worker']),
    start: () =>
      whole(['--progress', 'quiet', 'up', '--wait']).catch(async error => {
        await whole(['logs', '--no-color', '--tail', '15', 'migrate', 'api', 'worker'])
        throw error
      }),
    // That they are well is all that is asked of any data.
    smoke: async () => {},
  }
  /** @type {import('#provision/history/steps.ts').Step} */
  const step = (name, work) => {
    stopIfAsked(signal)
    say(`==> ${name}`)
    return work()
  }
  const project = await runningProject(stack)
  const psql = 'docker compose exec db psql -U postgres'
  const work = act({
    ...{ stack, signal, say, psql, name: `the stack ${project} here` },
    schedule: async () => ['No timer here: now takes one.'],
    replace: names => replaceDatabase({ stack: whole, service, ...names, say, step }),
  })
  await work.catch(error => {
    if (!signal.aborted) throw error
    const stopped = 'Stopped. What there is now: npx zx scripts/backup.mjs list'
    console.error(error instanceof RolledBack ? error.message : `${error.message}\n${stopped}`)
    process.exitCode = 130
  })
}

/**
 * Its name as docker compose finds it: a variable, .env, the file.
 * @param {import('#provision/backup/stack.ts').Stack} stack
 */
const runningProject = async stack => {
  const { name } = JSON.parse(await stack(['config', '--format', 'json'], { quiet: true }))
  const db = await stack(['ps', '--quiet', '--status', 'running', 'db'], { quiet: true })
  if (db !== '') return name
  throw new Refusal(`The stack ${name} does not run here. Start it: docker compose up --wait`)
}
