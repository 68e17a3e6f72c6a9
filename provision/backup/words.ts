// What a backup is made of, as words for docker compose: the same on a host and on this machine.

type Words = readonly string[]

const once = ['--progress', 'quiet', 'run', '--rm', '--no-deps', '--no-TTY', '--quiet-pull']

/** In the database's own image: dump, rehearse, restore, swap. */
export const inBackup = (...words: Words) => [...once, 'backup', ...words]

/** Where backups are kept: keep, list, fetch. */
export const inStore = (...words: Words) => [...once, 'backup-store', ...words]

/** One whole backup, in order: each counts on the one before. */
export const wholeBackup: readonly Words[] = [
  inBackup('dump'),
  inBackup('rehearse'),
  inStore('keep'),
]
