// What a sender of batches can be told, beside the problems that any client can have.
import { Problem } from '../problems.ts'

export const unauthorized = (reason: 'no_token' | 'bad_token') =>
  new Problem(401, 'unauthorized', unauthorizedDetail[reason], {
    headers: {
      'WWW-Authenticate':
        reason === 'no_token'
          ? 'Bearer realm="rates"'
          : 'Bearer realm="rates", error="invalid_token"',
    },
  })

const unauthorizedDetail = {
  no_token: 'Batches need a token: send Authorization: Bearer TOKEN.',
  bad_token: 'The token is not known here, or was revoked. Ask for a new one.',
}

export const badIdempotencyKey = () =>
  new Problem(
    400,
    'invalid_idempotency_key',
    'Idempotency-Key has to be one value of 1 to 255 printable ASCII characters.',
  )

export const badListParameter = (name: string, expected: string) =>
  new Problem(400, 'invalid_parameter', `${name} has to be ${expected}.`)

export const unknownMediaType = (accepted: readonly string[]) =>
  new Problem(
    415,
    'unsupported_media_type',
    `Content-Type has to be one of ${accepted.join(', ')}, in UTF-8.`,
    { headers: { 'Accept-Post': accepted.join(', ') } },
  )

export const unknownEncoding = (accepted: readonly string[]) =>
  new Problem(
    415,
    'unsupported_encoding',
    `Content-Encoding has to be one of ${accepted.join(', ')}, or left out.`,
    { headers: { 'Accept-Encoding': accepted.join(', ') } },
  )

export const tooLarge = (detail: string, cause?: unknown) =>
  new Problem(413, 'batch_too_large', detail, { cause })

export const tooSlow = (detail: string) =>
  new Problem(408, 'too_slow', detail, { headers: { Connection: 'close' } })

export const connectionLost = (cause: unknown) =>
  new Problem(400, 'connection_lost', 'The connection ended before the body did.', { cause })

/** The batch as a whole can't be read. */
export const unreadable = (code: string, detail: string, cause: unknown) =>
  new Problem(422, code, detail, { cause })

/** Some of the batch's prices are wrong: all of it is refused, with the first errors. */
export const rejected = (
  batch: { id: number; error_count: number; errors: unknown[] },
  isNew: boolean,
) =>
  new Problem(
    422,
    'batch_rejected',
    `${batch.error_count === 1 ? 'One error was' : `${batch.error_count} errors were`} found, so nothing of the batch was kept.` +
      // A port that it lacked may be there by now.
      (isNew ? '' : ' That was when it came first; under a new key it is read again.'),
    {
      headers: { Location: `/batches/${batch.id}` },
      members: { batch: batch.id, error_count: batch.error_count, errors: batch.errors },
    },
  )

export const keyReused = (id: number) =>
  new Problem(
    422,
    'idempotency_key_reused',
    `Batch ${id} came under this Idempotency-Key with another content. Use a new key.`,
    { headers: { Location: `/batches/${id}` } },
  )

export const keyInUse = () =>
  new Problem(
    409,
    'idempotency_key_in_use',
    'A batch with this Idempotency-Key is being sent at this moment. Ask again for its outcome.',
    { headers: { 'Retry-After': '1' } },
  )

export const uploadsBusy = () =>
  new Problem(503, 'busy', 'As many batches as possible are being taken in. Try again.', {
    headers: { 'Retry-After': '1' },
  })

export const noSuchBatch = (id: string) =>
  new Problem(404, 'not_found', `There is no batch ${id.slice(0, 20)}.`)

export const notWithdrawable = (code: string, detail: string) => new Problem(409, code, detail)
