// Debian's security updates, put in by the host itself every day.
import type { Difference } from '../change.ts'
import type { HostPart } from './part.ts'

const file = '/etc/apt/apt.conf.d/90rates-security-updates'
const settings = ['APT::Periodic::Update-Package-Lists', 'APT::Periodic::Unattended-Upgrade']
const timers = ['apt-daily.timer', 'apt-daily-upgrade.timer']

export const securityUpdates: HostPart = {
  kind: 'security updates',
  look: async host => {
    const [config, enabled] = await Promise.all([
      host.run(['apt-config', 'dump', ...settings], { sudo: false }),
      host.run(['systemctl', 'is-enabled', ...timers], { mayFail: true }),
    ])
    const off = settings.filter(name => !config.stdout.includes(`${name} "1";`))
    const idle = enabled.stdout.trim().split('\n')
    return [
      ...off.map((what): Difference => ({ what, to: 'daily' })),
      ...timers.filter((_, i) => idle[i] !== 'enabled').map(what => ({ what, to: 'enabled' })),
    ]
  },
  change: async host => {
    await host.put(file, settings.map(name => `${name} "1";\n`).join(''), { mode: 0o644 })
    await host.run(['systemctl', 'enable', '--now', ...timers])
  },
}
