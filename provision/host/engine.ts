// The Docker engine: running, started at boot, its logs bounded, its containers outliving its restart, and
// open to the login, which may become root in any case.
import type { Difference } from '../change.ts'
import type { Host } from '../ssh/host.ts'
import { mergedSettings, settingsFile } from './daemon-settings.ts'
import type { HostPart } from './part.ts'
import { textOf } from './text-of.ts'

const login = 'admin'

export const engine: HostPart = {
  kind: 'docker engine',
  look: async host => {
    const { merged, isEnabled, isActive, isStale, isOpen } = await found(host)
    const service: Difference[] = [
      ...(isEnabled ? [] : [{ what: 'start at boot', to: 'on' }]),
      ...(isActive ? [] : [{ what: 'service', from: 'stopped', to: 'running' }]),
      ...(isActive && isStale ? [{ what: 'settings', from: 'written', to: 'in use' }] : []),
      ...(isOpen ? [] : [{ what: `group of ${login}`, to: 'docker' }]),
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
    await host.run(['usermod', '--append', '--groups', 'docker', login])
    await host.run(['systemctl', 'enable', 'docker.service'])
    const { isActive, isStale } = await found(host)
    // A reload takes live-restore, so that the restart, which the log driver needs, ends no container.
    if (isActive && isStale) await host.run(['systemctl', 'reload', 'docker.service'])
    if (!isActive || isStale) await host.run(['systemctl', 'restart', 'docker.service'])
  },
}

const validate = ['dockerd', '--validate', '--config-file', '/dev/stdin']

const found = async (host: Host) => {
  const [settings, service, stale, groups] = await Promise.all([
    textOf(host, settingsFile),
    host.run(['systemctl', 'show', 'docker.service', '--property', 'ActiveState,UnitFileState'], {
      mayFail: true,
    }),
    host.run(['find', settingsFile, '-newer', '/run/docker.pid'], { mayFail: true }),
    host.run(['id', '--groups', '--name', login], { mayFail: true }),
  ])
  return {
    merged: mergedSettings(settings),
    isActive: service.stdout.includes('ActiveState=active'),
    isEnabled: service.stdout.includes('UnitFileState=enabled'),
    // Written after the engine started, which reads it once.
    isStale: stale.stdout.trim() !== '',
    isOpen: groups.stdout.trim().split(' ').includes('docker'),
  }
}
