// Backups in S3, as objects below a prefix. Credentials are the SDK's own to find.
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { backupOf } from './backup.ts'
import type { File, Place } from './place.ts'
import { explained } from './s3-errors.ts'

export type S3Settings = {
  address: string
  region: string
  endpoint: string
  longestSilenceMs?: number
}

export type S3Place = Place & {
  /** Frees what uploads that were killed have left. The names of their files. */
  abandonUploads: (now: Date) => Promise<string[]>
  close: () => void
}

// A request without a byte for half a minute is made again, up to so many times in all.
const longestSilenceMs = 30_000
const maxAttempts = 4
const timeouts = {
  connectionTimeout: 5_000,
  // Without the second line the first one warns and does nothing.
  requestTimeout: 600_000,
  throwOnRequestTimeout: true,
}

// Two parts are in memory at once. S3 takes 10,000 of them: from 80 GB on they are larger.
const leastPartBytes = 8 * 1024 * 1024
const mostParts = 10_000
const partsAtOnce = 2

const longestUploadMs = 86_400_000

export const s3Place = (settings: S3Settings): S3Place => {
  const [Bucket = '', ...folders] = settings.address.slice('s3://'.length).split('/')
  const prefix = folders.map(folder => `${folder}/`).join('')
  const object = (file: string) => ({ Bucket, Key: prefix + file })
  const here = { address: settings.address, bucket: Bucket, prefix }
  const client = s3Client(settings)
  explainErrors(client, here)

  const body = async (file: string) => {
    const { Body } = await client.send(new GetObjectCommand(object(file)))
    return Readable.from(explaining(Body as Readable, here), { objectMode: false })
  }

  return {
    kind: 's3',
    where: settings.address,
    files: async () => {
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: prefix, Delimiter: '/' })
      const files: File[] = []
      for await (const { Contents = [] } of pages)
        for (const { Key = '', Size = 0, LastModified = new Date() } of Contents)
          files.push({ name: Key.slice(prefix.length), bytes: Size, changedAt: LastModified })
      return files
    },
    read: async file => {
      try {
        return (await (await body(file)).toArray()).join('')
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined
        throw error
      }
    },
    open: body,
    write: async (file, content, bytes) => {
      const partSize = Math.max(leastPartBytes, Math.ceil(bytes / mostParts))
      const params = { ...object(file), Body: content }
      await new Upload({ client, params, partSize, queueSize: partsAtOnce }).done()
    },
    remove: async file => {
      await client.send(new DeleteObjectCommand(object(file)))
    },
    abandonUploads: async now => {
      const { Uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket, Prefix: prefix }),
      )
      const left = Uploads.map(({ Key = '', UploadId, Initiated = now }) => ({
        file: Key.slice(prefix.length),
        UploadId,
        ageMs: now.getTime() - Initiated.getTime(),
      })).filter(({ file, ageMs }) => backupOf(file) && ageMs > longestUploadMs)
      for (const { file, UploadId } of left)
        await client.send(new AbortMultipartUploadCommand({ ...object(file), UploadId }))
      return left.map(({ file }) => file)
    },
    close: () => client.destroy(),
  }
}

const s3Client = ({ region, endpoint, ...more }: S3Settings) =>
  new S3Client({
    region,
    followRegionRedirects: true,
    maxAttempts,
    requestHandler: { ...timeouts, socketTimeout: more.longestSilenceMs ?? longestSilenceMs },
    // Other makes of S3 seldom have a host name a bucket.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  })

type Here = Parameters<typeof explained>[1]

const explainErrors = (client: S3Client, here: Here) =>
  client.middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        try {
          return await next(args)
        } catch (error) {
          throw explained(error, here, `${commandName}`.replace(/Command$/, ''))
        }
      },
    { step: 'initialize', priority: 'high', name: 'explainErrors' },
  )

/** What breaks after the headers is not the middleware's to see. */
async function* explaining(content: Readable, here: Here) {
  try {
    yield* content
  } catch (error) {
    throw explained(error, here, 'GetObject')
  }
}
