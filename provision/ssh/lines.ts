/** Tells whole lines out of chunks of text; the last one may stay unfinished and is not told. */
export const linesTo = (onLine: ((line: string) => void) | undefined) => {
  let rest = ''
  return (text: string) => {
    if (!onLine) return
    const lines = (rest + text).split(/\r?\n|\r/)
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}
