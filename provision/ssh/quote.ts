// Argument arrays as one line for a POSIX shell: quoted once, here.

/** @throws Error where an argument holds a NUL, which no command can be given */
export const quoted = (argv: readonly string[]) => argv.map(quotedWord).join(' ')

const plain = /^[\w@%+=:,./-]+$/

const quotedWord = (word: string) => {
  if (word.includes('\0')) throw new Error('An argument of a command holds a NUL byte')
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
