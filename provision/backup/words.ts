// What a backup is made of, as words for docker compose: the same on a host and on this machine.

type Words = readonly string[]

const once = ['--progress', 'quiet', 'run', '--rm', '--no-deps', '--no-TTY', '--quiet-pull']

/** In the database's own image: dump, restore, swap. */
export const inBackup = (...words: Words) => [...once, 'backup', ...words]

/** Confined, as it runs what code a dump holds. */
export const inRehearse = (...words: Words) => [...once, 'rehearse', ...words]

/** Where backups are kept: keep, list, fetch. */
export const inStore = (...words: Words) => [...once, 'backup-store', ...words]

/** One whole backup, in order: each counts on the one before. */
export const wholeBackup: readonly Words[] = [inBackup('dump'), inRehearse(), inStore('keep')]
