// The health check runs as the superuser: whatever the owner of the data puts in place of the marker,
// nothing of it is run, and the container is no longer healthy.
import t from 'tap'
import { compose, needsDocker } from '#tests/fixtures/compose.ts'

const trap = `
  create table public.callers (name text);
  create function public.trap() returns text language sql as
    $$ insert into public.callers values (current_user) returning name $$;
  alter table ops.dump rename to marker;
  create view ops.dump as select public.trap() as sha256`

t.test('a view in place of the marker', needsDocker(), async t => {
  const stack = await compose(t)
  t.equal((await stack.up(['db'])).code, 0)
  const psql = ['exec', '-T', 'db', 'psql', '-XAtq', '-U', 'rates_owner', 'rates', '-c']
  t.equal((await stack.run([...psql, trap])).code, 0)

  const check = await stack.run(['exec', '-T', 'db', 'sh', '/rates/init/healthy.sh'])
  t.equal(check.code, 1)
  t.match(check.output, /without the marker/)
  t.equal(await stack.sql('select count(*) from callers'), '0')
})
