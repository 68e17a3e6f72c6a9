// Takes, checks and restores backups: npx zx scripts/backup.mjs now|list|rehearse|restore. See --help.

import { Refusal, WrongUsage, wrongUsageCode } from '#provision/errors.ts'
import { here } from './backup/here.mjs'
import { onEnvironment } from './backup/on-environment.mjs'
import { actOn } from './backup/words.mjs'
import { readOptions } from './cli/options.mjs'
import { sshOptions } from './provision/options.mjs'

const text = /** @type {const} */ ({ type: 'string' })
const flag = /** @type {const} */ ({ type: 'boolean' })

const { values, positionals } = readOptions(import.meta.url, {
  help: `npx zx scripts/backup.mjs COMMAND [--env NAME]

  now                 a dump, restored into a scratch database and its rows compared, copied to S3 where
                      BACKUP_S3 is set; then what the retention does not keep is removed
  list [--json]       what there is, where, and whether it was restored once with the same rows
  rehearse [BACKUP]   restores one, or the newest, into a scratch database and compares the rows
  restore BACKUP      into a new database beside the one in use, which is not touched
    --into DATABASE   its name; rates_ and the time of the backup unless given
    --replace         then it takes that one's place, after a question; --yes answers it beforehand. The
                      service stops answering for some seconds. The one before stays under another name.

  --env NAME          those of an environment's host
  --region, --key, --ssh-host, --ssh-port, --url, --wait, --why    as deploy.mjs takes them
Without --env, whatever RATES_ENV says: those of the stack that docker compose runs in this folder, or of
COMPOSE_PROJECT_NAME.

A host takes one by itself every day; its parameters BACKUP_AT, BACKUP_S3, BACKUP_KEEP_DAILY, _WEEKLY and
_MONTHLY change that. Exit code: 0 done, 1 failed, 64 called wrongly.`,
  options: {
    ...{ ...sshOptions, url: text, wait: text, why: text },
    ...{ into: text, replace: flag, json: flag, yes: flag },
  },
  positionals: true,
  wrongUsage: wrongUsageCode,
})

const asked = { words: positionals, values }
try {
  const act = actOn(asked)
  if (values.env === undefined) await here(act)
  else await onEnvironment(values, act)
} catch (error) {
  console.error(error instanceof Refusal ? `backup: ${error.message}` : error)
  process.exitCode = error instanceof WrongUsage ? wrongUsageCode : 1
}
