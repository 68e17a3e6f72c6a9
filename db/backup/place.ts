// Where backups lie: files by name, in a folder or in S3.
import type { Readable } from 'node:stream'

export type File = { name: string; bytes: number; changedAt: Date }

export type Place = {
  kind: 'folder' | 's3'
  /** For people: `/backups`, `s3://bucket/prefix`. */
  where: string
  files: () => Promise<File[]>
  /** The text of a small file; undefined where there is none. */
  read: (file: string) => Promise<string | undefined>
  open: (file: string) => Promise<Readable>
  /** All of it or nothing: `file` is there, and lasts, when this has ended well. */
  write: (file: string, content: Readable, bytes: number) => Promise<void>
  /** No error where it is gone already. */
  remove: (file: string) => Promise<void>
}
