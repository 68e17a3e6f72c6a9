// The engine's settings: what is missing is added, what somebody has set stays as it is.
import type { Difference } from '../change.ts'
import { Refusal } from '../errors.ts'

export const settingsFile = '/etc/docker/daemon.json'

type Settings = Record<string, unknown>

/** @throws Refusal where `current` is no JSON object */
export const mergedSettings = (current: string | undefined) => {
  const found = current?.trim() ? parsed(current) : {}
  const settings: Settings = { ...wanted, ...found }
  const differs = [...added(found, settings)]

  if (settings['log-driver'] === 'json-file') {
    const options = (found['log-opts'] ?? {}) as Settings
    settings['log-opts'] = { ...rotation, ...options }
    differs.push(...added(options, settings['log-opts'] as Settings, 'log-opts.'))
  }
  return { text: `${JSON.stringify(settings, null, 2)}\n`, differs }
}

const rotation = { 'max-size': '10m', 'max-file': '3' }

// Containers go on while the engine is restarted or upgraded.
const wanted: Settings = {
  'log-driver': 'json-file',
  'live-restore': true,
}

function* added(from: Settings, to: Settings, prefix = ''): Generator<Difference> {
  for (const [name, value] of Object.entries(to))
    if (!(name in from)) yield { what: `${prefix}${name}`, to: String(value) }
}

const parsed = (text: string): Settings => {
  try {
    const value = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
    throw new Error('it is no object')
  } catch (cause) {
    throw new Refusal(
      `${settingsFile} on the host cannot be read as JSON: ${(cause as Error).message}. ` +
        'Correct it (sudo dockerd --validate), then run the same command again.',
      { cause },
    )
  }
}
