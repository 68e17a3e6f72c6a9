// The owner of the data may shadow what the superuser calls at the next start; it isn't called.
import t from 'tap'
import { createDatabase } from '#db/embedded/database.ts'
import { runningCluster } from '#tests/fixtures/cluster.ts'
import { database } from '#tests/fixtures/database.ts'
import { queryAs } from '#tests/fixtures/query.ts'

t.test('a function in the way of roles.sql', async t => {
  const { name, owner } = await database(t)
  await queryAs(
    owner,
    `create schema trap;
     create function trap.current_database() returns name language plpgsql as
       $$ begin raise exception 'called by %', current_user; end $$;
     alter database ${name} set search_path = trap, pg_catalog`,
  )
  await t.rejects(queryAs(owner, 'select current_database()'), /called by rates_owner/)

  await t.resolves(createDatabase(await runningCluster(), name))
})
