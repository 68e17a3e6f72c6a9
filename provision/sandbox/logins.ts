// Gives the logins of a database that was there before the passwords that its containers have now.
// They differ where its container was lost and its data were not.
import { Readable } from 'node:stream'
import type { compose } from './project.ts'

const superuser = `set log_min_error_statement = panic;
\\set password \`printf %s "$POSTGRES_PASSWORD"\`
alter role postgres password :'password';
`

export const setPasswords = async (run: ReturnType<typeof compose>) => {
  await run(['up', '--wait', '--no-deps', 'db'])
  const files = ['-f', '/rates/access/roles.sql', '-f', '/rates/init/passwords.sql', '-f', '-']
  const psql = ['psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-U', 'postgres', '-d', 'rates', ...files]
  // As the superuser: no function that somebody else made is found by its bare name.
  const safe = ['-e', 'PGOPTIONS=-c search_path=pg_catalog']
  await run(['exec', '-T', ...safe, 'db', ...psql], { stdin: Readable.from([superuser]) })
}
