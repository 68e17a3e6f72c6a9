// `Prefer: wait=SECONDS` (RFC 7240): a client that would rather wait for the end than ask again.
import type { Response } from 'express'

const longestWaitSeconds = 60

/** Whole seconds, 1 to 60; undefined where the client does not prefer to wait, or not so. */
export const preferredWaitSeconds = (prefer: string | string[] | undefined) => {
  const [, digits] =
    /(?:^|,)\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[,;]|$)/i.exec(String(prefer ?? '')) ?? []
  const seconds = Number(digits ?? 0)
  return seconds >= 1 ? Math.min(seconds, longestWaitSeconds) : undefined
}

export const tellWait = (res: Response, waitSeconds: number | undefined) => {
  if (waitSeconds !== undefined) res.set('Preference-Applied', `wait=${waitSeconds}`)
}
