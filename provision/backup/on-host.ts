// Backups of an environment: on its host, by the release that runs there.
import type { Machine } from '#provision/apply.ts'
import type { Deploy } from '#provision/deploy.ts'
import { Refusal } from '#provision/errors.ts'
import { recorded } from '#provision/history/recorded.ts'
import { backupService, backupTimer } from '#provision/host/backup-timer.ts'
import { readParameters } from '#provision/parameters/parameters.ts'
import { hideSecrets } from '#provision/parameters/rules.ts'
import { currentRecord } from '#provision/release/found.ts'
import { needsOf } from '#provision/release/needs.ts'
import { stopAnswering } from '#provision/release/running.ts'
import { start } from '#provision/release/start.ts'
import type { Host } from '#provision/ssh/host.ts'
import { replaceDatabase } from './restore.ts'
import { stackOn } from './stack.ts'

export type Names = { database: string; keep: string }

/** Nobody deploys meanwhile; in the history it is a restore. @throws as replaceDatabase */
export const replaceOnHost = async (
  run: Deploy,
  { host, machine }: { host: Host; machine: Machine },
  names: Names,
) => {
  const parameters = await readParameters(run.aws, run.environment)
  hideSecrets(parameters, run.hide)
  const record = await currentRecord(host)
  if (!record) throw new Refusal(`Nothing is released on ${host.address} that could be started.`)
  const { commit, id: release } = record
  const why = run.why || `${names.database} takes the place of rates`

  const told = { ...run, host, kind: 'restore' as const, commit, release, why }
  await recorded(told, async (fenced, step) => {
    // Whoever held the lock before may have released another one.
    if ((await currentRecord(fenced))?.id !== release)
      throw new Refusal('Another release has begun meanwhile. Nothing was changed: run this again.')
    const needs = await needsOf(fenced, record)
    const service = {
      stop: () => stopAnswering(fenced, record, needs),
      start: () => start(fenced, record, needs),
      smoke: () => run.smoke(machine, parameters),
    }
    const stack = stackOn(fenced, run.say)
    await replaceDatabase({ stack, service, ...names, say: run.say, step })
  })
}

/** When the host's own timer takes the next one, and how the last one ended. */
export const timerLines = async (host: Host): Promise<string[]> => {
  const asked = ['NextElapseUSecRealtime', 'Result', 'ExecMainExitTimestamp']
  const show = ['systemctl', 'show', backupTimer, backupService, '--property', asked.join()]
  const { stdout } = await host.run(show)
  const value = (name: string) => stdout.match(new RegExp(`^${name}=(.+)$`, 'm'))?.[1]
  const results = [...stdout.matchAll(/^Result=(.+)$/gm)].map(([, result]) => result)
  const ended = value('ExecMainExitTimestamp')
  return [
    `the host's timer: next ${value('NextElapseUSecRealtime') ?? 'never; provision.mjs sets it up'}`,
    ended
      ? `its last run: ${results.at(-1)}, ${ended}; its lines: journalctl -u ${backupService}`
      : 'its last run: none yet',
  ]
}
