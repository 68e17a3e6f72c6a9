// Starts the containers, on other ports where something else has taken those of the sandbox.
import { stripVTControlCharacters } from 'node:util'
import { Refusal } from '#provision/errors.ts'
import { LocalFailure } from '#provision/local.ts'
import { harmless } from '#provision/redact.ts'
import type { Say } from '#provision/say.ts'
import type { Engine } from './engine.ts'
import type { Ports } from './found.ts'
import { setPasswords } from './logins.ts'
import { compose, type Settings } from './project.ts'

const healthyWithinS = 600
const stopWithinS = 5
const shownLines = 12
const up = ['up', '--wait', '--wait-timeout', `${healthyWithinS}`]

type Start = {
  engine: Engine
  settings: Settings
  /** Its database was there before. */
  again: boolean
  others: Iterator<Ports>
  say: Say
}

/** The settings that it runs with. */
export const start = async (all: Start): Promise<Settings> => {
  const { engine, settings, again, others, say } = all
  const run = compose(engine, settings)
  try {
    if (again) await setPasswords(run)
    await run(up)
    return settings
  } catch (error) {
    const words = error instanceof LocalFailure ? error.words : ''
    if (!portIsTaken(words)) throw await explained(error, { engine, settings, words })
    const ports = others.next().value
    if (!ports) throw error
    const { api, db } = settings.ports
    say(
      `Something else has port ${api} or ${db}: ${settings.name} takes ${ports.api} and ${ports.db}.`,
    )
    // Nobody has used it yet, and a process that is told to stop while it starts hears nothing.
    await run(['down', '--timeout', `${stopWithinS}`])
    return start({ ...all, settings: { ...settings, ports } })
  }
}

const portIsTaken = (words: string) =>
  /port is already allocated|address already in use|ports are not available/i.test(words)

type Failed = { engine: Engine; settings: Settings; words: string }

const explained = async (error: unknown, { engine, settings, words }: Failed) => {
  const { name } = settings
  if (!(error instanceof LocalFailure)) return error
  if (/rates\.dump.*no such file|no such file.*rates\.dump/i.test(words))
    return new Refusal(
      `The dump of ${name} (${settings.data}) never arrived whole: give the same --dump or --rows again.`,
      { cause: error },
    )
  if (/address pools/i.test(words))
    return new Refusal(
      'Docker has no addresses left for another network: take a sandbox down (see list), or give default-address-pools in its daemon.json.',
      { cause: error },
    )
  const [, service = ''] =
    words.match(/(?:service "|container sandbox-[a-z0-9-]+-)(\w+)(?:"|-1)/) ?? []
  const logs = ['logs', '--no-log-prefix', '--no-color', '--tail', `${shownLines}`]
  const said = await compose(engine, settings)([...logs, service].filter(Boolean)).catch(() => '')
  return new Refusal(
    `${name} did not start: ${harmless(words.trim())}\n\n${harmless(stripVTControlCharacters(said))}\n\nPut that right and run this again; where the dump is wrong, first: npx zx scripts/sandbox.mjs down ${name}`,
    { cause: error },
  )
}
