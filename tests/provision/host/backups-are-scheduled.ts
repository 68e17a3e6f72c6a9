// A host takes backups by itself, at the time that is wanted.
import t from 'tap'
import { backupSchedule, backupTimer } from '#provision/host/backup-timer.ts'
import { connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'

t.test('a timer', needsDocker(), async t => {
  const { host, wanted, boot } = await connectedHost(t)
  const say = () => {}
  const change = async (backupAt?: string) => {
    const all = { ...wanted, backupAt }
    const differs = await backupSchedule.look(host, all)
    if (differs.length > 0) await backupSchedule.change(host, all, differs, say)
    return differs.map(({ what }) => what)
  }
  const next = async () =>
    (await host.run(['systemctl', 'show', backupTimer, '-p', 'NextElapseUSecRealtime'])).stdout

  t.strictSame(await change(), ['rates-backup.service', 'rates-backup.timer', 'rates-backup.timer'])
  t.match(await next(), /03:17:00 UTC/)
  t.match(await boot.exec(['systemd-analyze', 'verify', backupTimer]), /^$|docker\.service/)
  t.strictSame(await change(), [], 'again, nothing')

  t.strictSame(await change('*-*-* 22:05:00 UTC'), ['rates-backup.timer'])
  t.match(await next(), /22:05:00 UTC/, 'and the new time counts at once')

  await t.rejects(change('every now and then'), { message: /BACKUP_AT.*every now and then/s })
  t.match(await next(), /22:05:00 UTC/, 'a time that is none changes nothing')

  await host.run(['systemctl', 'disable', '--now', backupTimer])
  t.strictSame(await change('*-*-* 22:05:00 UTC'), ['rates-backup.timer'], 'stopped, it is mended')
})
