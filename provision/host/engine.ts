// The Docker engine: running, started at boot, its logs bounded, its containers outliving its restart.
import type { Difference } from '../change.ts'
import type { Host } from '../ssh/host.ts'
import { mergedSettings, settingsFile } from './daemon-settings.ts'
import type { HostPart } from './part.ts'
import { textOf } from './text-of.ts'

export const engine: HostPart = {
  kind: 'docker engine',
  look: async host => {
    const { merged, isEnabled, isActive, isStale } = await found(host)
    const service: Difference[] = [
      ...(isEnabled ? [] : [{ what: 'start at boot', to: 'on' }]),
      ...(isActive ? [] : [{ what: 'service', from: 'stopped', to: 'running' }]),
      ...(isActive && isStale ? [{ what: 'settings', from: 'written', to: 'in use' }] : []),
    ]
    return [...merged.differs, ...service]
  },
  change: async host => {
    const { merged } = await found(host)
    if (merged.differs.length > 0) {
      await host.run(validate, { stdin: merged.text })
      await host.run(['install', '--directory', '/etc/docker'])
      await host.put(settingsFile, merged.text, { mode: 0o644 })
    }
    await host.run(['systemctl', 'enable', 'docker.service'])
    const { isActive, isStale } = await found(host)
    // A reload takes live-restore, so that the restart, which the log driver needs, ends no container.
    if (isActive && isStale) await host.run(['systemctl', 'reload', 'docker.service'])
    if (!isActive || isStale) await host.run(['systemctl', 'restart', 'docker.service'])
  },
}

const validate = ['dockerd', '--validate', '--config-file', '/dev/stdin']

const found = async (host: Host) => {
  const [settings, service, stale] = await Promise.all([
    textOf(host, settingsFile),
    host.run(['systemctl', 'show', 'docker.service', '--property', 'ActiveState,UnitFileState'], {
      mayFail: true,
    }),
    host.run(['find', settingsFile, '-newer', '/run/docker.pid'], { mayFail: true }),
  ])
  return {
    merged: mergedSettings(settings),
    isActive: service.stdout.includes('ActiveState=active'),
    isEnabled: service.stdout.includes('UnitFileState=enabled'),
    // Written after the engine started, which reads it once.
    isStale: stale.stdout.trim() !== '',
  }
}
