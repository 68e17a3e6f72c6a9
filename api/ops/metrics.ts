// Metrics in Prometheus' text format, on a port of their own that is not published.
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { BadConfiguration } from '#db/environment.ts'

type Options = { registry: Registry; host: string; port: number }
type Config = { HOST: string; METRICS_HOST: string; METRICS_PORT: number; REVISION: string }

/** A process's registry, and the port that it is read from. */
export const openMetrics = async (config: Config) => {
  const registry = createRegistry({ version: await version(), revision: config.REVISION })
  const host = config.METRICS_HOST || config.HOST
  return { registry, ...(await startMetrics({ registry, host, port: config.METRICS_PORT })) }
}

/** With what Node tells of itself, and which build this is. */
const createRegistry = (build: { version: string; revision: string }) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'rates_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'revision', 'node'],
    registers: [registry],
  }).set({ ...build, node: process.version }, 1)
  return registry
}

/**
 * Serves `GET /metrics`; port 0 takes a free one.
 *
 * @throws BadConfiguration where the port is taken
 */
const startMetrics = async ({ registry, host, port }: Options) => {
  const server = createServer(scrape(registry)).listen(port, host)
  await once(server, 'listening').catch(error => {
    throw error.code === 'EADDRINUSE' ? portTaken(port) : error
  })

  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://${host}:${(server.address() as AddressInfo).port}/metrics`, close }
}

const portTaken = (port: number) =>
  new BadConfiguration([`METRICS_PORT is ${port}, which is taken: choose another, or 0 for any`])

const version = async (): Promise<string> =>
  JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')).version

const scrape =
  (registry: Registry): RequestListener =>
  async ({ url }, res) => {
    if (url !== '/metrics') {
      res.writeHead(404, { 'Content-Type': 'text/plain' }).end('The metrics are at /metrics.\n')
      return
    }
    try {
      const text = await registry.metrics()
      res.writeHead(200, { 'Content-Type': registry.contentType }).end(text)
    } catch (error) {
      res.writeHead(500, { 'Content-Type': 'text/plain' }).end(`${error}\n`)
    }
  }
