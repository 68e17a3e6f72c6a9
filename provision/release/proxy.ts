// The proxy of a host: its configuration, what it thinks of the containers, what it still waits for.
import { Refusal } from '#provision/errors.ts'
import type { Host } from '#provision/ssh/host.ts'
import type { Color } from './compose-files.ts'
import { proxyFolder, releaseFolder } from './record.ts'

type Proxy = { host: Host; container: string }

export const proxyOf = (host: Host, project: string): Proxy => ({
  host,
  container: `${project}-proxy-1`,
})

/** Loaded anew only where it differs: that closes idle connections. @throws {Refusal} for a bad one */
export const putProxyConfiguration = async ({ host, container }: Proxy, id: string) => {
  const [from, to] = [`${releaseFolder(id)}/provision/proxy/Caddyfile`, `${proxyFolder}/Caddyfile`]
  const { code } = await host.run(['cmp', '--silent', from, to], { mayFail: true })
  if (code === 0) return
  await host.run(['install', '-m', '0644', from, `${to}.new`])
  const file = ['--config', '/etc/caddy/Caddyfile.new', '--adapter', 'caddyfile']
  const reload = ['docker', 'exec', container, 'caddy', 'reload', ...file]
  const loaded = await host.run(reload, { mayFail: true })
  // Without a proxy yet, the first start reads it.
  if (loaded.code !== 0 && !/no such container|is not running/i.test(loaded.stderr))
    throw new Refusal(
      `The proxy does not take the Caddyfile of ${id}; it goes on with the one before:\n${loaded.stderr.trim()}`,
    )
  // Only when it is loaded: the next run sees a difference where this one ends before.
  await host.run(['mv', '-T', `${to}.new`, to])
}

/** The containers of a color that the proxy has just got a good answer from, by its own choice. */
export const seenWell = async (
  { host, container }: Proxy,
  color: Color,
  replicas: number,
): Promise<string[]> => {
  const seen = new Set<string>()
  for (let asked = 0; asked < probesEach * replicas; asked++) {
    const { code, stderr } = await host.run(
      inContainer(container, [`X-Color: ${color}`], 'http://127.0.0.1:8081/readyz'),
      { mayFail: true },
    )
    const upstream = /X-Upstream: (\S+)/i.exec(stderr)?.[1]
    if (code === 0 && upstream) seen.add(upstream)
  }
  return [...seen]
}

// Taken in turn, so each is met twice.
const probesEach = 2

/** Requests that the containers of a color have not answered to their end, long uploads included. */
export const inFlight = async ({ host, container }: Proxy, color: Color): Promise<number> => {
  const url = 'http://127.0.0.1:2019/reverse_proxy/upstreams'
  const { stdout } = await host.run(inContainer(container, [], url))
  const upstreams: { address: string; num_requests: number }[] = JSON.parse(stdout) ?? []
  return upstreams
    .filter(({ address }) => address.includes(`-api-${color}-`))
    .reduce((sum, { num_requests }) => sum + num_requests, 0)
}

const inContainer = (container: string, headers: string[], url: string) => [
  ...['docker', 'exec', container, 'wget', '-q', '-S', '-T', '5', '-O', '-'],
  ...headers.map(header => `--header=${header}`),
  url,
]
