// Backups of the stack that docker compose runs on this machine.

import { replaceDatabase } from '#provision/backup/restore.ts'
import { stackHere } from '#provision/backup/stack.ts'
import { localText } from '#provision/local.ts'
import { interruptSignal } from '../cli/interrupt.mjs'
import { root } from '../provision/options.mjs'

/** @param {import('./words.mjs').Act} act */
export const here = async act => {
  const signal = interruptSignal(() => console.error('Stopping.'))
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
    say(`==> ${name}`)
    return work()
  }
  const work = act({
    ...{ stack, signal, say, name: `the stack ${await projectName()} here` },
    schedule: async () => ['No timer here: now takes one.'],
    replace: names => replaceDatabase({ stack: whole, service, ...names, say, step }),
  })
  await work.catch(error => {
    if (!signal.aborted) throw error
    process.exitCode = 130
  })
}

// As docker compose finds it: a variable, .env, the file.
const projectName = async () => {
  const config = await localText(['docker', 'compose', 'config', '--format', 'json'], { cwd: root })
  return JSON.parse(config).name
}
