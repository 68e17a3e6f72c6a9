// What differs between the release that is wanted and what a host has and runs. Pure.
import { type Change, type Difference, keep } from '#provision/change.ts'
import type { ParameterVersion } from '#provision/parameters/parameters.ts'
import { sha256 } from './bundle.ts'
import { other } from './colors.ts'
import type { Color, ComposeNeeds, Service } from './compose-files.ts'
import { environmentFile } from './environment.ts'
import type { Container, ReleaseFound } from './found.ts'
import type { ReleaseRecord } from './record.ts'
import { composeValues, hashOf, type ReleaseWanted } from './wanted.ts'

/** Two lines: the release, then the containers. Without a host there is nothing yet. */
export const planRelease = (wanted: ReleaseWanted, found?: ReleaseFound): Change[] => {
  const name = wanted.source.commit.slice(0, 7)
  const record = found?.record
  if (!record) {
    return [{ action: 'create', kind: 'release', name, differs: newRelease(wanted, found) }]
  }
  const differs = [...releaseDiffers(wanted, record), ...filesDiffer(wanted, found, record)]
  if (differs.length > 0) return [{ action: 'change', kind: 'release', name, differs }]
  return [keep('release', record.id), planContainers(wanted, found)]
}

const newRelease = ({ source, parameters }: ReleaseWanted, found?: ReleaseFound): Difference[] => [
  { what: 'commit', to: short(source.commit) },
  { what: 'parameters', to: `${parameters.length}` },
  ...(found?.missingImages ?? []).map(image => ({ what: 'image', to: image })),
]

const releaseDiffers = (wanted: ReleaseWanted, record: ReleaseRecord): Difference[] => {
  const { source, dump } = wanted
  const versions = parametersDiffer(record.parameters, wanted.parameters)
  const hash = hashOf(wanted)
  return [
    ...differ('commit', short(record.commit), short(source.commit)),
    ...versions,
    // A parameter that was deleted and made anew counts from 1 again.
    ...(versions.length > 0
      ? []
      : differ('environment', short(record.environmentHash), short(hash))),
    ...differ('bundle', short(record.bundleSha256), short(source.bundle.sha256)),
    ...(dump.chosen ? differ('dump', short(record.dumpSha256), short(dump.sha256)) : []),
  ]
}

/** Names and versions, never values. */
export const parametersDiffer = (
  from: readonly ParameterVersion[],
  to: readonly ParameterVersion[],
): Difference[] => {
  const names = new Set([...from, ...to].map(({ name }) => name).sort())
  return [...names].flatMap(name =>
    differ(`parameter ${name}`, versionOf(from, name), versionOf(to, name)),
  )
}

// Somebody edited, or a disk lost, what nobody is to touch.
const filesDiffer = (
  wanted: ReleaseWanted,
  { sums }: ReleaseFound,
  { image, dumpSha256, environmentHash }: ReleaseRecord,
): Difference[] => {
  const { bundle } = wanted.source
  if (environmentHash !== hashOf(wanted)) return []
  const values = composeValues(wanted, { appImage: image.name, dumpSha256 })
  const expected = { ...bundle.sums, environment: sha256(environmentFile(values)) }
  const paths = [...new Set([...Object.keys(expected), ...Object.keys(sums)])].sort()
  return paths.flatMap(path =>
    differ(path, short(sums[path]), short(expected[path as keyof typeof expected])),
  )
}

const planContainers = ({ source }: ReleaseWanted, found: ReleaseFound): Change => {
  const { project } = source.needs
  const differs = [
    ...found.missingImages.map(image => ({ what: 'image', to: image })),
    ...expectedServices(source.needs, found.live).flatMap(service =>
      serviceDiffers(service, source.appImage, found.containers),
    ),
  ]
  return differs.length > 0
    ? { action: 'change', kind: 'containers', name: project, differs }
    : keep('containers', project)
}

/** Of the two colors the one at work has its containers, the other none. */
export const expectedServices = ({ services, colors }: ComposeNeeds, live: Color): Service[] =>
  colors ? [...services, colors[live], { ...colors[other(live)], replicas: 0 }] : services

const serviceDiffers = (service: Service, appImage: string, all: Container[]): Difference[] => {
  const image = service.image.includes('$') ? appImage : service.image
  const own = all.filter(({ service: name }) => name === service.name)
  const counted = own.length === service.replicas
  return [
    ...(counted ? [] : differ(service.name, `${own.length} containers`, `${service.replicas}`)),
    ...own.flatMap(container => [
      ...differ(container.name, container.image, image),
      ...(isWell(container, service)
        ? []
        : differ(container.name, container.status, wellAs(service))),
    ]),
  ]
}

export const isWell = ({ status }: Container, { oneShot }: Pick<Service, 'oneShot'>) =>
  oneShot
    ? status.startsWith('Exited (0)')
    : status.startsWith('Up') && !/\((unhealthy|health: starting|Paused)\)/.test(status)

const wellAs = ({ oneShot }: Service) => (oneShot ? 'ended well' : 'running and healthy')

const differ = (what: string, from: string | undefined, to: string | undefined): Difference[] =>
  from === to
    ? []
    : [{ what, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }]

function short(hash: string): string
function short(hash: string | undefined): string | undefined
function short(hash: string | undefined) {
  return hash?.slice(0, 7)
}

const versionOf = (parameters: readonly ParameterVersion[], name: string) => {
  const found = parameters.find(parameter => parameter.name === name)
  return found && `version ${found.version}`
}
