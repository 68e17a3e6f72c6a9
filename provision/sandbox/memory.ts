// What the containers use of the machine's memory, as docker stats has it.
import type { Engine } from './engine.ts'

const units: Record<string, number> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

/** Bytes, by the container's whole id. */
export const memoryOf = async ({ docker }: Pick<Engine, 'docker'>) => {
  const format = '{{.ID}} {{.MemUsage}}'
  const printed = await docker(['stats', '--no-stream', '--no-trunc', '--format', format])
  return new Map(printed.split('\n').map(line => [line.split(' ')[0] ?? '', bytesIn(line)]))
}

/** `ID 45.2MiB / 192MiB` */
const bytesIn = (line: string) => {
  const [, number = '0', unit = 'B'] = line.match(/ ([\d.]+)([KMG]?i?B) \//) ?? []
  return Number(number) * (units[unit] ?? 0)
}
