// What goes into files that others write, too: theirs stays, ours is there once.
import t from 'tap'
import { mergedSettings } from '#provision/host/daemon-settings.ts'
import { withLine } from '#provision/host/fstab.ts'
import { isSwapWanted } from '#provision/host/swap.ts'

const merged = (settings: object | undefined) => {
  const { text, differs } = mergedSettings(settings && JSON.stringify(settings))
  return { settings: JSON.parse(text), differs: differs.map(({ what }) => what) }
}

const ours = {
  ...{ 'log-driver': 'json-file', 'live-restore': true },
  'log-opts': { 'max-size': '10m', 'max-file': '3' },
}

t.test('settings of the engine', async t => {
  t.same(merged(undefined).settings, ours)
  t.same(merged(ours), { settings: ours, differs: [] })

  const mirrors = { 'registry-mirrors': ['https://mirror.example'] }
  t.same(merged({ ...mirrors, 'log-opts': { tag: 'x', 'max-file': '9' } }), {
    settings: { ...ours, ...mirrors, 'log-opts': { 'max-size': '10m', 'max-file': '9', tag: 'x' } },
    differs: ['log-driver', 'live-restore', 'log-opts.max-size'],
  })
  const journal = { 'log-driver': 'journald', 'live-restore': false }
  t.same(
    merged(journal),
    { settings: journal, differs: [] },
    'another log driver has options of its own',
  )
  for (const text of ['{', '[]', '"x"'])
    t.throws(() => mergedSettings(text), { name: 'Refusal', message: 'dockerd --validate' })
})

t.test('lines of /etc/fstab', async t => {
  const root = '# a comment\nUUID=1 / ext4 defaults 0 1\n'
  const line = 'UUID=2 /srv/rates/data ext4 defaults,nofail 0 2'
  t.equal(withLine(root, line), `${root}${line}\n`)
  t.equal(withLine(withLine(root, line), line), `${root}${line}\n`, 'once')
  const older = `${root}UUID=9   /srv/rates/data xfs defaults 0 0\n`
  t.equal(withLine(older, line), `${root}${line}\n`, 'instead of another at its place')
  t.equal(withLine('', line), `${line}\n`)
  const swap = '/swapfile none swap sw 0 0'
  const other = 'UUID=3 none swap sw 0 0\n'
  t.equal(withLine(other, swap), `${other}${swap}\n`, 'other swap stays')
})

t.test('swap', async t => {
  const swaps = 'Filename\tType\tSize\tUsed\tPriority\n'
  const small = {
    meminfo: 'MemTotal:        1987654 kB\nMemFree: 1 kB\n',
    swaps,
    isContainer: false,
  }
  t.equal(isSwapWanted(small), true)
  t.equal(isSwapWanted({ ...small, meminfo: 'MemTotal:        3987654 kB\n' }), false)
  t.equal(isSwapWanted({ ...small, swaps: `${swaps}/dev/vdb partition 1 0 -2\n` }), false)
  t.equal(isSwapWanted({ ...small, isContainer: true }), false)
})
