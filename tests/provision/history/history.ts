// The history of a host: every run begins and ends in it, also one that could not say so itself.
import t, { type Test } from 'tap'
import {
  historyFile,
  historyNow,
  RolledBack,
  type RunStart,
  readHistory,
  recordRun,
} from '#provision/history/history.ts'
import type { Step } from '#provision/history/steps.ts'
import { historyLines } from '#provision/history/table.ts'
import type { FencedHost } from '#provision/lock/fence.ts'
import { withLock } from '#provision/lock/lock.ts'
import { type ConnectedHost, connectedHost } from '#tests/fixtures/cloud-host/connected.ts'
import { needsDocker } from '#tests/fixtures/compose.ts'
import { startProcess } from '#tests/fixtures/process.ts'

const start: RunStart = {
  ...{
    kind: 'deploy',
    who: 'omar@desk',
    from: 'desk',
    commit: '5e6f7a8b',
    why: 'fixes\u001b[31m it',
  },
  release: '20260714T093000-5e6f7a8',
}
const lock = { owner: 'omar@desk', from: 'desk', why: 'a test', waitMs: 30_000, say: () => {} }

t.test('a history', needsDocker(), async t => {
  const there = await connectedHost(t)
  const { boot, host, connected } = there
  const onHost = (script: string) => boot.exec(['sh', '-c', script])
  const record = (
    more: Partial<RunStart>,
    work: (step: Step, fenced: FencedHost) => Promise<unknown>,
  ) =>
    withLock(host, lock, fenced =>
      recordRun(fenced, { ...start, ...more }, step => work(step, fenced)),
    )
  const last = async () => (await readHistory(host)).at(-1)

  await t.test('is empty at first', async t => {
    t.same(await historyNow(host), { runs: [], held: [] })
  })

  await t.test('has what succeeded, with its steps', async t => {
    const answer = await record({}, async step => {
      await step('send', async () => {})
      return step('start', () => host.run(['sleep', '0.2']).then(() => 'answer'))
    })
    t.equal(answer, 'answer')
    const { signal: _, ...told } = start
    t.match(await last(), {
      ...told,
      why: 'fixes [31m it',
      verdict: 'succeeded',
      steps: [{ name: 'send' }, { name: 'start' }],
    })
    t.ok(((await last())?.steps[1]?.ms ?? 0) >= 200)
    t.equal(await onHost(`stat -c '%a %U' ${historyFile}; wc -l <${historyFile}`), '600 root\n2')
  })

  await t.test('has what failed, without its secrets', async t => {
    const failing = (error: unknown) => (step: Step) => step('gate', () => Promise.reject(error))
    const redact = (text: string) => text.replaceAll('s3cret', '[hidden]')
    await t.rejects(record({ redact }, failing(new Error('no s3cret\nhere'))), {
      message: 's3cret',
    })
    t.match(await last(), {
      verdict: 'failed',
      error: 'no [hidden]\nhere',
      steps: [{ name: 'gate' }],
    })
    await t.rejects(record({ kind: 'rollback' }, failing(new RolledBack('back'))))
    t.match(await last(), { kind: 'rollback', verdict: 'rolled back', error: 'back' })
    await t.rejects(record({ signal: AbortSignal.abort() }, failing(new Error('Ctrl-C'))))
    t.match(await last(), { verdict: 'cancelled', error: 'Ctrl-C' })
    await t.rejects(record({}, failing(new DOMException('ended', 'AbortError'))))
    t.match(await last(), { verdict: 'cancelled' })
    t.equal(await onHost(`grep -c s3cret ${historyFile} || true`), '0')
  })

  await t.test('shows what runs, and what was killed as abandoned', async t => {
    const { child, exited } = await deployer(t, there)
    const { runs, held } = await historyNow(host)
    t.match(historyLines(runs, held)[1], /nadja@laptop {2}deploy +1a2b3c4 +\S+ +running$/)
    child.kill('SIGKILL')
    await exited
    await withLock(host, lock, async () => {})
    t.match(historyLines(await readHistory(host), [])[1], /nadja@laptop .* abandoned$/)
    t.equal((await last())?.verdict, undefined, 'which nobody has written yet')
    await record({}, async () => {})
    const [killed, next] = (await readHistory(host)).slice(-2)
    t.match(killed, { who: 'nadja@laptop', verdict: 'abandoned', steps: [] })
    t.match(next, { who: 'omar@desk', verdict: 'succeeded' })
  })

  await t.test('does not change the end of a run that it loses', async t => {
    const said: string[] = []
    const other = await connected()
    const outcome = await withLock(other, lock, fenced =>
      recordRun(fenced, { ...start, say: line => said.push(line) }, async () => {
        other.close()
        return 'answer'
      }),
    )
    t.equal(outcome, 'answer')
    t.match(said, [/the end of this run is not in the history: The connection/])
    await record({}, async () => {})
    t.match((await readHistory(host)).slice(-2), [
      { verdict: 'abandoned' },
      { verdict: 'succeeded' },
    ])
  })

  await t.test('survives a torn line, and one that it does not know', async t => {
    const before = await readHistory(host)
    await onHost(`printf '{"kind":"dance","run":"1"}\\n{"run":"12","ver' >>${historyFile}`)
    t.same(await readHistory(host), before)
    await record({}, async () => {})
    t.same((await readHistory(host)).slice(0, -1), before)
    t.match(await last(), { verdict: 'succeeded' })
  })

  await t.test('keeps its last 1,000 lines', async t => {
    await onHost(
      `cd /root; for i in $(seq 200); do cat ${historyFile}; done >many; cp many ${historyFile}`,
    )
    await record({}, async () => {})
    t.equal(await onHost(`wc -l <${historyFile}`), '1000')
    t.match(await last(), { verdict: 'succeeded' })
  })
})

const deployer = async (t: Test, { destination, keyFile }: ConnectedHost) => {
  const { say: _, key: __, ...rest } = destination
  const running = startProcess(t, 'tests/fixtures/deployer.ts', {
    DESTINATION: JSON.stringify({ ...rest, keyFile }),
    SILENCE_MS: '10000',
  })
  await running.printed(/^inside$/m)
  return running
}
