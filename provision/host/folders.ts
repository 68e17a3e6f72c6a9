// The folders of a host: nobody but root looks into them.
import type { HostPart } from './part.ts'

export const root = '/srv/rates'
export const dataFolder = `${root}/data`

// 999 is `postgres` in its image; PostgreSQL refuses a folder that others can read.
const wanted = [
  { path: root, mode: '700', owner: '0:0' },
  { path: `${root}/releases`, mode: '700', owner: '0:0' },
  // Mounted into the proxy, whose user is 1000.
  { path: `${root}/live`, mode: '755', owner: '0:0' },
  { path: `${root}/proxy`, mode: '755', owner: '0:0' },
  { path: `${dataFolder}/postgres`, mode: '700', owner: '999:999' },
  { path: `${dataFolder}/backups`, mode: '700', owner: '999:999' },
  { path: `${dataFolder}/backups/verdicts`, mode: '700', owner: '999:999' },
  // Its certificates; 1000 is the proxy's user in compose.prod.yaml.
  { path: `${dataFolder}/proxy`, mode: '700', owner: '1000:1000' },
]

export const folders: HostPart = {
  kind: 'folders',
  look: async host => {
    const paths = wanted.map(({ path }) => path)
    const { stdout } = await host.run(['stat', '--format', '%n %a %u:%g', ...paths], {
      mayFail: true,
    })
    const found = new Map(stdout.split('\n').map(line => [line.split(' ')[0], line]))
    return wanted.flatMap(folder => {
      const line = found.get(folder.path)
      const [what, to] = [folder.path, `${folder.mode} ${folder.owner}`]
      if (line === `${what} ${to}`) return []
      return line === undefined ? [{ what, to }] : [{ what, from: line.slice(what.length + 1), to }]
    })
  },
  change: async (host, _wanted, differs) => {
    for (const { path, mode, owner } of wanted)
      if (differs.some(({ what }) => what === path)) await host.run(folder(path, mode, owner))
  },
}

const folder = (path: string, mode: string, owner: string) => {
  const [user = '', group = ''] = owner.split(':')
  return [
    ...['install', '--directory', '--mode', mode],
    ...['--owner', user, '--group', group],
    path,
  ]
}
