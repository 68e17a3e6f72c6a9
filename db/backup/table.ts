// A list of backups for a terminal.
import type { State } from './backup.ts'
import type { Listed } from './list.ts'
import { size } from './size.ts'

const titles = ['backup', 'taken (UTC)', 'size', 'prices', 'state', 'where']

export const table = (backups: readonly Listed[]): string[] => {
  if (backups.length === 0) return ['no backup yet']
  const rows = [titles, ...backups.map(row)]
  const widths = titles.map((_, column) => Math.max(...rows.map(cells => width(cells[column]))))
  return rows.map(cells =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const width = (cell = '') => cell.length

const row = ({ name, takenAt, bytes, rows, state, places }: Listed) => [
  name,
  takenAt.slice(0, 19).replace('T', ' '),
  size(bytes),
  `${rows['public.prices'] ?? ''}`,
  words[state],
  places.map(place => (place === 's3' ? 'S3' : place)).join(', '),
]

const words: Record<State, string> = {
  checked: 'checked',
  unchecked: 'not checked',
  failed: 'FAILED',
  incomplete: 'incomplete',
}
