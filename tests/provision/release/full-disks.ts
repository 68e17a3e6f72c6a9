// A release that finds a disk full, or nearly: it says which and what to do, and the old one answers throughout.
import { randomBytes } from 'node:crypto'
import t from 'tap'
import { badReleases } from '#tests/fixtures/bad-release.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { folders } from '#tests/fixtures/docker-host.ts'

// Disks that a test can fill: the engine's own is this machine's.
const disks = [
  ['mount', '-t', 'tmpfs', '-o', 'size=64m', 'none', '/srv/rates'],
  ['mkdir', '/srv/rates/releases', '/srv/rates/data', '/var/lib/containerd/data'],
  ['mount', '-t', 'tmpfs', '-o', 'size=1m', 'none', '/srv/rates/releases'],
  ['mount', '--bind', '/var/lib/containerd/data', '/srv/rates/data'],
  ...folders,
]

t.test('a full disk', needsDocker(), async t => {
  t.setTimeout(800_000)
  const { sh, isTakenBack, changed } = await badReleases(t, disks)
  /** Full by one command, and no more by another. */
  const during =
    (fill: string, empty: string, deploy = changed({})) =>
    async () => {
      await sh(fill)
      const output = await deploy()
      await sh(empty)
      return output
    }

  await t.test('where the files go', t =>
    isTakenBack(
      t,
      during(
        'head -c 2m /dev/zero >/srv/rates/releases/filler || true',
        'rm /srv/rates/releases/filler',
      ),
      [/==> files\n.*A disk of .* is full:\n[\s\S]*run this again/],
    ),
  )

  await t.test('where the image goes', t =>
    isTakenBack(
      t,
      during(
        'mount -t tmpfs -o size=1m none /var/lib/docker/tmp',
        'umount /var/lib/docker/tmp',
        changed({ 'api/ballast': randomBytes(8_000_000) }),
      ),
      [/==> images\n[\s\S]*A disk of .* is full:\n[\s\S]*run this again/],
    ),
  )

  await t.test('where not even the lock can be written', t =>
    isTakenBack(
      t,
      during('head -c 70m /dev/zero >/srv/rates/filler || true', 'rm /srv/rates/filler'),
      [/A disk of .* is full:\n[\s\S]*\/srv\/rates +64M +0/],
    ),
  )

  await t.test('soon: refused with the numbers before anything is put there', t =>
    isTakenBack(
      t,
      during(
        'fallocate -l 50M /srv/rates/filler; mount -t tmpfs -o size=50m none /srv/rates/data',
        'umount /srv/rates/data; rm /srv/rates/filler',
      ),
      [
        /^(?![\s\S]*==> )[\s\S]*too little room for this release:/,
        /\n {2}\/srv\/rates has [\d.]+ MB free and needs 20\.\d: /,
        /\n {2}\/srv\/rates\/data has 52\.4 MB free and needs 100: .*\nNothing was changed\./,
      ],
    ),
  )
})
