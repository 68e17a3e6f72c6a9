// /etc/fstab with one line for one thing; all other lines stay as they are.

/** `line` instead of any that mounts the same thing at the same place, else at the end. */
export const withLine = (fstab: string, line: string) => {
  const [source, target] = fields(line)
  const isItsOwn = (other: string) => {
    const [otherSource, otherTarget] = fields(other)
    return target === noTarget ? otherSource === source : otherTarget === target
  }
  const kept = fstab.split('\n').filter(other => other === line || !isItsOwn(other))
  if (kept.includes(line)) return kept.join('\n')
  return `${[kept.join('\n').trimEnd(), line].filter(Boolean).join('\n')}\n`
}

// Swap is mounted nowhere.
const noTarget = 'none'

const fields = (line: string) => (line.startsWith('#') ? [] : line.trim().split(/\s+/))
