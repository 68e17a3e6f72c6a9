// The backup that a host takes by itself: a timer, and a service that runs once and ends.
import { wholeBackup } from '../backup/words.ts'
import type { Difference } from '../change.ts'
import { Refusal } from '../errors.ts'
import { current } from '../release/record.ts'
import { composeOfCurrent } from '../release/start.ts'
import type { Host } from '../ssh/host.ts'
import type { HostPart, HostWanted } from './part.ts'
import { textOf } from './text-of.ts'

export const backupService = 'rates-backup.service'
export const backupTimer = 'rates-backup.timer'
const usualTime = '*-*-* 03:17:00 UTC'

const folder = '/etc/systemd/system'

export const backupSchedule: HostPart = {
  kind: 'backup timer',
  look: async (host, wanted) => [...(await filesDiffer(host, wanted)), ...(await isIdle(host))],
  change: async (host, wanted) => {
    await refuseUnknownTime(host, timeOf(wanted))
    for (const { name, text } of units(wanted))
      await host.put(`${folder}/${name}`, text, { mode: 0o644 })
    await host.run(['systemctl', 'daemon-reload'])
    await host.run(['systemctl', 'enable', backupTimer])
    // One that runs goes on with the old time until then.
    await host.run(['systemctl', 'restart', backupTimer])
  },
}

const timeOf = ({ backupAt }: HostWanted) => backupAt ?? usualTime

const units = (wanted: HostWanted) => [
  { name: backupService, text: serviceUnit },
  { name: backupTimer, text: timerUnit(timeOf(wanted)) },
]

// Whatever is released then: nothing of a certain release is in it. The first command that fails ends it.
const serviceUnit = `[Unit]
Description=A backup of the rates database: dump, rehearsal, copy, retention
Requires=docker.service
After=docker.service
ConditionPathExists=${current}/release.json

[Service]
Type=oneshot
TimeoutStartSec=12h
${wholeBackup.map(words => `ExecStart=${composeOfCurrent(...words).join(' ')}`).join('\n')}
`

const timerUnit = (time: string) => `[Unit]
Description=When the rates database is backed up

[Timer]
OnCalendar=${time}
# One that was missed, as the host was off, is made up for.
Persistent=true

[Install]
WantedBy=timers.target
`

const filesDiffer = async (host: Host, wanted: HostWanted): Promise<Difference[]> => {
  const differs: Difference[] = []
  for (const { name, text } of units(wanted)) {
    const found = await textOf(host, `${folder}/${name}`)
    if (found === undefined) differs.push({ what: name, to: timeOf(wanted) })
    else if (found !== text) differs.push({ what: name, from: 'another', to: timeOf(wanted) })
  }
  return differs
}

const isIdle = async (host: Host): Promise<Difference[]> => {
  const asked = ['systemctl', 'show', backupTimer, '--property', 'ActiveState,UnitFileState']
  const { stdout } = await host.run(asked, { mayFail: true })
  const waits = stdout.includes('ActiveState=active') && stdout.includes('UnitFileState=enabled')
  return waits ? [] : [{ what: backupTimer, to: 'waiting' }]
}

const refuseUnknownTime = async (host: Host, time: string) => {
  const { code, stderr } = await host.run(['systemd-analyze', 'calendar', time], { mayFail: true })
  if (code === 0) return
  throw new Refusal(
    `BACKUP_AT is no time that systemd understands: ${stderr.trim()}. As in "*-*-* 03:17:00 UTC", or "hourly"; see man systemd.time.`,
  )
}
