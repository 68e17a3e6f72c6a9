// The two sets of containers that take turns, and which of them has the traffic.
import type { Host } from '#provision/ssh/host.ts'
import type { Color, ComposeNeeds, Service } from './compose-files.ts'
import { liveFolder } from './record.ts'

export const other = (color: Color): Color => (color === 'blue' ? 'green' : 'blue')

const sign = `${liveFolder}/green`

/** As the proxy decides it, for each request. */
export const liveColor = async (host: Host): Promise<Color> =>
  (await host.run(['test', '-e', sign], { mayFail: true })).code === 0 ? 'green' : 'blue'

/** Every request from now on; those in flight stay where they are. */
export const switchTo = (host: Host, color: Color) =>
  host.run(color === 'green' ? ['touch', sign] : ['rm', '-f', sign])

/** @throws where a project has no colors: nothing is rolled there */
export const serviceOf = ({ colors }: Pick<ComposeNeeds, 'colors'>, color: Color): Service => {
  if (colors) return colors[color]
  throw new Error('The compose files name no api-blue and api-green')
}
