// Brings a release to a host and starts it: nothing runs from a folder that is not whole.
import { type Change, changes } from '#provision/change.ts'
import { Refusal } from '#provision/errors.ts'
import { whoami } from '#provision/history/whoami.ts'
import { sendImages } from '#provision/image/send.ts'
import type { Host } from '#provision/ssh/host.ts'
import { type Begin, begin, link } from './begin.ts'
import { explainFullDisk } from './disk.ts'
import { putDump } from './dump.ts'
import { findRelease, type ReleaseFound } from './found.ts'
import { oneWaySince } from './one-way.ts'
import { planRelease } from './plan.ts'
import { prune } from './prune.ts'
import { putFiles, putMounted, putRendered } from './put.ts'
import { type ReleaseRecord, releaseFolder, releaseId } from './record.ts'
import { refuseLittleRoom } from './room.ts'
import { checkFiles } from './start.ts'
import { hashOf, imagesOf, type ReleaseWanted } from './wanted.ts'

/** What would change on the host; only `keep` where nothing would. */
export const inspectRelease = async (host: Host, wanted: ReleaseWanted): Promise<Change[]> =>
  planRelease(wanted, await find(host, wanted))

export type Ship = Omit<Begin, 'record' | 'needs' | 'found'> & {
  wanted: ReleaseWanted
  /** Called with the id of a new release. */
  named: (release: string) => void
  /** How many releases stay on the host. */
  keep: number
  /** Ends what runs on this machine. */
  signal: AbortSignal | undefined
}

/** Looks, changes, looks again; the answer is what it changed. */
export const ship = async (run: Ship): Promise<Change[]> => {
  const { host, wanted } = run
  const found = await find(host, wanted)
  const planned = changes(planRelease(wanted, found))
  if (planned.length === 0) return []

  await refuseLittleRoom(host, wanted, found)
  const isNew = planned.some(({ kind }) => kind === 'release')
  await explainFullDisk(host, () =>
    isNew || !found.record ? release(run, found) : startAgain(run, found.record, found),
  )
  const left = changes(await inspectRelease(host, wanted))
  if (left.length === 0) return planned
  const differs = left.flatMap(change => change.differs.map(({ what }) => what))
  throw new Error(`${host.address} still differs after the release: ${differs.join(', ')}`)
}

const find = (host: Host, wanted: ReleaseWanted) =>
  findRelease(host, { project: wanted.source.needs.project, images: imagesOf(wanted) })

const release = async (run: Ship, found: ReleaseFound) => {
  const { host, wanted, keep, say, step } = run
  const { source } = wanted
  const next = newRecord(wanted, found.record)
  run.named(next.id)
  if (found.record) refuseOneWay(run, found.record)
  await step('files', async () => {
    await putMounted(host, source.bundle)
    await putFiles(host, wanted, next)
    await checkFiles(host, next)
    await putRendered(host, wanted, next)
    if (next.dumpSha256 === wanted.dump.sha256) await putDump(host, wanted.dump, say)
  })
  await sendAndBegin(run, next, found)
  await step('finish', async () => {
    await finish(host, next)
    await prune({ host, project: source.needs.project, keep, say })
  })
  say(`release ${next.id}: running`)
}

/** The same release, where only what runs is not as it was. */
const startAgain = async (run: Ship, record: ReleaseRecord, found: ReleaseFound) => {
  run.say(`release ${record.id}: starting again`)
  await sendAndBegin(run, record, found)
}

const sendAndBegin = async (run: Ship, record: ReleaseRecord, found: ReleaseFound) => {
  const { host, wanted, say, step, signal } = run
  const { source } = wanted
  await step('images', () => sendImages(host, { names: imagesOf(wanted), source, say, signal }))
  await begin({ ...run, record, needs: source.needs, found })
}

const refuseOneWay = ({ wanted, maintenance }: Ship, { migrations }: ReleaseRecord) => {
  const lines = oneWaySince(migrations, wanted.source.migrations)
  if (lines.length === 0 || maintenance) return
  throw new Refusal(
    `The code that runs can't live with these migrations, so it has to stop first:\n${lines.join('\n')}\nWhat runs was not touched. Add --maintenance when that may be; there is no rollback across them.`,
  )
}

const newRecord = (wanted: ReleaseWanted, before: ReleaseRecord | undefined): ReleaseRecord => {
  const { source, parameters, dump } = wanted
  const madeAt = new Date()
  return {
    id: releaseId(madeAt, source.commit),
    commit: source.commit,
    image: { name: source.appImage, id: '' },
    parameters: parameters.map(({ name, version }) => ({ name, version })),
    environmentHash: hashOf(wanted),
    bundleSha256: source.bundle.sha256,
    mountedSha256: source.bundle.mountedSha256,
    migrations: source.migrations,
    // Data that is loaded stays, so a dump that nobody chose is no reason to restart the database.
    dumpSha256: before && !dump.chosen ? before.dumpSha256 : dump.sha256,
    madeAt: madeAt.toISOString(),
    madeBy: madeBy(),
  }
}

const madeBy = () => {
  const { owner, from } = whoami()
  return `${owner}, from ${from}`
}

const finish = async (host: Host, record: ReleaseRecord) => {
  const inspect = ['docker', 'image', 'inspect', '--format', '{{.Id}}', record.image.name]
  const id = (await host.run(inspect)).stdout.trim()
  const text = JSON.stringify({ ...record, image: { ...record.image, id } }, null, 2)
  await host.put(`${releaseFolder(record.id)}/release.json`, `${text}\n`, { mode: 0o600 })
  await link(host, record.id)
}
