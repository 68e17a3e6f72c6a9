// Brings a release to a host and starts it: nothing runs from a folder that is not whole.
import { type Change, changes } from '#provision/change.ts'
import type { Say } from '#provision/say.ts'
import type { Host } from '#provision/ssh/host.ts'
import { explainFullDisk } from './disk.ts'
import { putDump } from './dump.ts'
import { findRelease, type ReleaseFound } from './found.ts'
import { planRelease } from './plan.ts'
import { prune } from './prune.ts'
import { putFiles, putMounted } from './put.ts'
import { current, type ReleaseRecord, releaseFolder, releaseId } from './record.ts'
import { sendImages } from './send-image.ts'
import { checkFiles, start } from './start.ts'
import { hashOf, imagesOf, operator, type ReleaseWanted } from './wanted.ts'

/** What would change on the host; only `keep` where nothing would. */
export const inspectRelease = async (host: Host, wanted: ReleaseWanted): Promise<Change[]> =>
  planRelease(wanted, await find(host, wanted))

/** Looks, changes, looks again; the answer is what it changed. `signal` ends what runs on this machine. */
export const ship = async (
  host: Host,
  wanted: ReleaseWanted,
  say: Say,
  signal?: AbortSignal,
): Promise<Change[]> => {
  const found = await find(host, wanted)
  const planned = changes(planRelease(wanted, found))
  if (planned.length === 0) return []

  const isNew = planned.some(({ kind }) => kind === 'release')
  await explainFullDisk(host, () =>
    isNew || !found.record
      ? release({ host, wanted, say, signal }, found)
      : startAgain({ host, wanted, say, signal }, found.record),
  )
  const left = changes(await inspectRelease(host, wanted))
  if (left.length === 0) return planned
  const differs = left.flatMap(change => change.differs.map(({ what }) => what))
  throw new Error(`${host.address} still differs after the release: ${differs.join(', ')}`)
}

const find = (host: Host, wanted: ReleaseWanted) =>
  findRelease(host, { project: wanted.source.needs.project, images: imagesOf(wanted) })

type Work = { host: Host; wanted: ReleaseWanted; say: Say; signal: AbortSignal | undefined }

const release = async ({ host, wanted, say, signal }: Work, found: ReleaseFound) => {
  const { source } = wanted
  const next = newRecord(wanted, found.record)
  if (source.uncommitted > 0) say(`${source.uncommitted} uncommitted files are not released`)

  say(`release ${next.id}: sending files`)
  await putMounted(host, source.bundle)
  await putFiles(host, wanted, next)
  await checkFiles(host, next)
  if (next.dumpSha256 === wanted.dump.sha256) await putDump(host, wanted.dump, say)
  await sendImages(host, { names: imagesOf(wanted), source, say, signal })

  say(`release ${next.id}: starting`)
  await start(host, next, source.needs)
  await finish(host, next)
  await prune(host, say)
  say(`release ${next.id}: running`)
}

/** The same release, where only what runs is not as it was. */
const startAgain = async ({ host, wanted, say, signal }: Work, record: ReleaseRecord) => {
  say(`release ${record.id}: starting again`)
  await sendImages(host, { names: imagesOf(wanted), source: wanted.source, say, signal })
  await start(host, record, wanted.source.needs)
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
    // Data that is loaded stays, so a dump that nobody chose is no reason to restart the database.
    dumpSha256: before && !dump.chosen ? before.dumpSha256 : dump.sha256,
    madeAt: madeAt.toISOString(),
    madeBy: operator(),
  }
}

const finish = async (host: Host, record: ReleaseRecord) => {
  const inspect = ['docker', 'image', 'inspect', '--format', '{{.Id}}', record.image.name]
  const id = (await host.run(inspect)).stdout.trim()
  const text = JSON.stringify({ ...record, image: { ...record.image, id } }, null, 2)
  await host.put(`${releaseFolder(record.id)}/release.json`, `${text}\n`, { mode: 0o600 })
  await host.run(['ln', '-sfn', `releases/${record.id}`, `${current}.new`])
  await host.run(['mv', '-T', `${current}.new`, current])
}
