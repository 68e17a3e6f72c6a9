// The first boot has ended: an SSH port that answers says nothing about that.
import { Refusal } from '../errors.ts'
import type { Host } from '../ssh/host.ts'
import type { HostPart } from './part.ts'
import { sayingSo } from './saying-so.ts'
import { textOf } from './text-of.ts'

const bootTimeoutMs = 15 * 60_000
const shownLogLines = '20'

export const firstBoot: HostPart = {
  kind: 'first boot',
  look: async host => {
    const { state } = await bootOf(host)
    return state === 'done' ? [] : [{ what: 'cloud-init', from: state, to: 'done' }]
  },
  change: async (host, _wanted, _differs, say) => {
    if ((await bootOf(host)).state === 'running')
      await sayingSo(say, `waiting for cloud-init on ${host.address}`, () =>
        host.run(['cloud-init', 'status', '--wait'], { timeoutMs: bootTimeoutMs, mayFail: true }),
      )
    const { state, errors } = await bootOf(host)
    if (state === 'failed') throw await bootFailed(host, errors)
  },
}

type Boot = { state: 'running' | 'done' | 'failed'; errors: string[] }

// Two files, because `cloud-init status` takes half a second: one says that it ran, one that it ended.
const bootOf = async (host: Host): Promise<Boot> => {
  const [enabled, result] = await Promise.all([
    textOf(host, '/run/cloud-init/enabled'),
    textOf(host, '/run/cloud-init/result.json'),
  ])
  if (result === undefined) return { state: enabled === undefined ? 'done' : 'running', errors: [] }

  const { errors } = JSON.parse(result).v1 as { errors: string[] }
  return { state: errors.length > 0 ? 'failed' : 'done', errors }
}

const bootFailed = async (host: Host, errors: string[]) => {
  const log = await host.run(['tail', '-n', shownLogLines, '/var/log/cloud-init-output.log'], {
    mayFail: true,
  })
  return new Refusal(
    `The first boot of ${host.address} failed: cloud-init says\n  ${errors.join('\n  ')}\n` +
      `The end of its output:\n  ${log.stdout.trim().replaceAll('\n', '\n  ')}\n` +
      'A host that booted by halves is not built upon: provision with --replace (data and address stay), ' +
      'or mend it by hand and reboot it.',
  )
}
