// Keeps secrets out of what is said: whatever was hidden is replaced in every line and error.

/** Shorter ones stand in too many words, and hide nothing that can't be guessed. */
const shortestHidden = 6

const movesTerminals = /(?![\n\t])[\p{Cc}\p{Cf}]/gu

/** A host, a container's log or AWS may say anything; a terminal would do it. */
export const harmless = (text: string) => text.replace(movesTerminals, ' ')

export type Redactor = ReturnType<typeof redactor>

export const redactor = () => {
  const hidden = new Set<string>()
  let pattern: RegExp | undefined

  return {
    /** From here on `value` is not said, nor as JSON, URLs or base64 would write it. */
    hide: (value: string) => {
      if (value.length < shortestHidden) return
      for (const form of forms(value)) hidden.add(form)
      pattern = anyOf(hidden)
    },
    text: (line: string) => harmless(pattern ? line.replace(pattern, '[hidden]') : line),
  }
}

const forms = (value: string) => [
  value,
  JSON.stringify(value).slice(1, -1),
  value.replaceAll(/[\\"$]/g, '\\$&'),
  value.replaceAll("'", "'\\''"),
  value.replaceAll('$', '$$$$'),
  encodeURIComponent(value.toWellFormed()),
  Buffer.from(value).toString('base64'),
]

// The longest first: a value that another one begins with leaves no end of it in sight.
const anyOf = (values: Set<string>) =>
  new RegExp(
    [...values]
      .toSorted((a, b) => b.length - a.length)
      .map(RegExp.escape)
      .join('|'),
    'g',
  )
