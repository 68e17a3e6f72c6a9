// Rows for a terminal, in columns.

/** The first row is the heading, which says how many columns there are. */
export const tableLines = (rows: readonly (readonly string[])[]): string[] => {
  const [heading = []] = rows
  const widths = heading.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
