// The bytes of a body as they were before the client compressed them.
import { PassThrough, type Transform } from 'node:stream'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'

export type Encoding = 'identity' | 'gzip' | 'zstd'

const chunkSize = 65_536

// RFC 9659: zstd over HTTP needs no window above 8 MB; without this limit a few bytes of a body
// could ask for 128 MB.
const params = { [constants.ZSTD_d_windowLogMax]: 23 }

/** Takes compressed bytes in, gives the others out. Whatever is not whole data is an error. */
export const decompressor = (encoding: Encoding): Transform => {
  if (encoding === 'gzip') return createGunzip({ chunkSize })
  if (encoding === 'zstd') {
    return createZstdDecompress({ chunkSize, params, rejectGarbageAfterEnd: true })
  }
  return new PassThrough()
}

/**
 * False where it stops although there is more: gunzip does so at a NUL after a member, which is
 * padding in archives, and would drop without a word what comes then.
 */
export const hasReadAll = ({ writableEnded, writableLength }: Transform) =>
  writableEnded && writableLength === 0
