// Code of the owner that a dump holds runs at its rehearsal, as a superuser: of what is outside it reaches nothing.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'
import { backups } from '#tests/fixtures/stack-backups.ts'

const reachesDatabase = 'timeout 5 bash -c "echo >/dev/tcp/db/5432"'

// What it finds it leaves in the only folder that it can write to.
const attempts = [
  `cd /verdicts; id -un >ran`,
  `cat /proc/[0-9]*/environ | tr "\\0" "\\n" >environ`,
  `ls /sys/class/net >network; ${reachesDatabase} && echo reached >>network`,
  'touch /backups/owned && echo made >backups',
  'rm -f /backups/rates-* && echo removed >>backups',
  'for file in /backups/*; do echo more >>"$file" && echo changed >>backups; done',
  'mount -o remount,rw /backups && echo mounted >>backups',
  'touch /rates/backup/owned && echo made >programs',
  'true',
]

const leaks = `
  create function public.leaks(text) returns boolean language plpgsql as $f$
  begin
    copy (select 1) to program $sh$${attempts.join('\n')}$sh$;
    return true;
  exception when others then return true;
  end $f$;
  create table public.innocent (a text check (public.leaks(a)));
  alter function public.leaks owner to rates_owner;
  alter table public.innocent owner to rates_owner;
  set session authorization rates_owner;
  insert into public.innocent values ('one');`

t.test('dump, then rehearse', needsDocker(), async t => {
  const stack = await compose(t)
  const { run, dump, inFolder, inCage } = backups(stack)
  t.equal((await stack.up(['db'])).code, 0)
  const earlier = await dump()
  t.equal((await run('rehearse')).code, 0)
  await stack.sql(leaks)
  const name = await dump()
  const all = 'ls -lA; sha256sum rates-*'
  const before = await inFolder(all)
  t.match(before, new RegExp(`${earlier}.*${name}`, 's'))
  t.equal(await inFolder(`${reachesDatabase} && echo reached`), 'reached', 'as backup does')

  const rehearsed = await run('rehearse')
  t.equal(rehearsed.code, 0, rehearsed.output)
  const found = (file: string) => inCage(`cat ${file} 2>/dev/null || true`)
  t.equal(await found('ran'), 'postgres', 'it did run')
  t.equal(await found('network'), 'lo')
  const environ = await found('environ')
  t.match(environ, 'TINI_KILL_PROCESS_GROUP=1', 'that of other processes, too')
  t.notMatch(environ, /local-only|PASSWORD/i)
  t.equal(await found('backups'), '')
  t.equal(await found('programs'), '')
  t.equal(await inFolder(all), before)
})

t.test('where there is a password, or a backup could be changed', needsDocker(), async t => {
  const stack = await compose(t)
  const words = ['run', '--rm', '--no-deps', '-T', 'backup', 'rehearse']
  const { code, output } = await stack.run(words)
  t.equal(code, 1)
  t.match(output, /a rehearsal has a service of its own/)
})
