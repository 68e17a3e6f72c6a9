// The clock is kept right: certificates, tokens and signed requests to AWS depend on it.
import { Refusal } from '../errors.ts'
import type { Host } from '../ssh/host.ts'
import type { HostPart } from './part.ts'

const services = ['chrony', 'ntpsec', 'openntpd', 'systemd-timesyncd'].map(
  name => `${name}.service`,
)

export const clock: HostPart = {
  kind: 'time sync',
  look: async host => {
    const { service, isEnabled, isActive, isContainer } = await found(host)
    // A container has the clock of its machine, and the services know that.
    if (isEnabled && (isActive || isContainer)) return []
    return [{ what: service ?? 'a time service', from: 'off', to: 'on' }]
  },
  change: async host => {
    const { service } = await found(host)
    if (!service)
      throw new Refusal(`${host.address} has no time service. Install one: apt-get install chrony`)
    await host.run(['systemctl', 'enable', '--now', service])
  },
}

const found = async (host: Host) => {
  const [shown, virtualization] = await Promise.all([
    host.run(
      ['systemctl', 'show', ...services, '--property', 'Id,LoadState,UnitFileState,ActiveState'],
      { mayFail: true },
    ),
    host.run(['systemd-detect-virt', '--container'], { mayFail: true }),
  ])
  const units = shown.stdout.split('\n\n').filter(unit => unit.includes('LoadState=loaded'))
  const unit = units.find(one => one.includes('UnitFileState=enabled')) ?? units[0] ?? ''
  return {
    service: unit.match(/^Id=(.*)$/m)?.[1],
    isEnabled: unit.includes('UnitFileState=enabled'),
    isActive: unit.includes('ActiveState=active'),
    isContainer: virtualization.code === 0,
  }
}
