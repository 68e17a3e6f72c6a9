// What a host needs from Debian's own packages, and nothing from elsewhere.
import type { Difference } from '../change.ts'
import type { Host } from '../ssh/host.ts'
import { apt, finishInterrupted } from './apt.ts'
import type { HostPart } from './part.ts'
import { sayingSo } from './saying-so.ts'

// iptables and certificates are only recommended by the engine's package.
const needed = [
  ...['docker.io', 'docker-cli', 'docker-compose', 'iptables', 'ca-certificates', 'curl'],
  ...['e2fsprogs', 'unattended-upgrades'],
]

// One of them; EC2's Debian brings chrony. A second one would remove the first.
const timeDaemons = ['systemd-timesyncd', 'chrony', 'ntpsec', 'openntpd']

export const packages: HostPart = {
  kind: 'packages',
  look: async host => missing(await installed(host)),
  change: async (host, _wanted, differs, say) => {
    const names = differs.map(({ what }) => what)
    await sayingSo(say, `installing ${names.join(', ')}`, async () => {
      // What an interrupted run left half unpacked, then half installed.
      await finishInterrupted(host, say)
      await apt(host, ['--fix-broken', 'install'], say)
      await apt(host, ['update'], say)
      await apt(host, ['install', '--no-install-recommends', ...names], say)
    })
  },
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
const query = ['dpkg-query', '--show', '--showformat', '${Package} ${db:Status-Status}\\n']

const installed = async (host: Host) => {
  const { stdout } = await host.run([...query, ...needed, ...timeDaemons], { mayFail: true })
  return new Map(stdout.split('\n').map(line => line.split(' ') as [string, string]))
}

const missing = (states: Map<string, string>): Difference[] => {
  const isThere = (name: string) => states.get(name) === 'installed'
  const [usual = '', ...others] = timeDaemons
  const wanted = others.some(isThere) ? needed : [...needed, usual]
  return wanted.filter(name => !isThere(name)).map(name => difference(name, states.get(name)))
}

const difference = (what: string, state: string | undefined): Difference =>
  state === undefined || state === 'not-installed'
    ? { what, to: 'installed' }
    : { what, from: state, to: 'installed' }
