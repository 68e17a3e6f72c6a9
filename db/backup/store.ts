// The backup-store process: keeps, lists or fetches backups, then exits.
import { Refusal } from '../refusal.ts'
import { backupConfig, retentionOf } from './config.ts'
import { fetchBackup } from './fetch.ts'
import { type FolderPlace, folderPlace } from './folder.ts'
import { keep } from './keep.ts'
import { list } from './list.ts'
import { type S3Place, s3Place } from './s3.ts'

const say = (line: string) => console.log(line)

const run = async (words: string[]) => {
  const act = actOf(words)
  const config = backupConfig(process.env)
  const folder = folderPlace(config.BACKUP_DIR, config.BACKUP_VERDICTS)
  const s3 = config.BACKUP_S3 ? s3Place(s3Settings(config)) : undefined
  try {
    await act({ folder, s3, config })
  } finally {
    s3?.close()
  }
}

type Config = ReturnType<typeof backupConfig>
type Store = { folder: FolderPlace; s3: S3Place | undefined; config: Config }

const s3Settings = (config: Config) => ({
  address: config.BACKUP_S3,
  region: config.AWS_REGION,
  endpoint: config.AWS_ENDPOINT_URL_S3 || config.AWS_ENDPOINT_URL,
})

const actOf = ([verb, word, ...more]: string[]): ((store: Store) => Promise<void>) => {
  if (more.length === 0) {
    if (verb === 'keep' && word === undefined) return keepNow
    if (verb === 'list' && (word === undefined || word === '--json')) {
      return store => list({ ...store, json: word === '--json', say })
    }
    if (verb === 'fetch' && word !== undefined) return store => fetchBackup(word, { ...store, say })
  }
  throw new Refusal('Say one of: keep | list [--json] | fetch NAME')
}

const keepNow = ({ config, ...places }: Store) =>
  keep({ ...places, retention: retentionOf(config), now: new Date(), say })

const fail = (error: unknown) => {
  process.exitCode = 1
  console.error(error instanceof Refusal ? error.message : error)
}

await run(process.argv.slice(2)).catch(fail)
