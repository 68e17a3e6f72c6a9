// Which encoding of an answer a client wants.
import Negotiator from 'negotiator'
import type { Encoding } from './answer.ts'

const offered: Encoding[] = ['br', 'gzip', 'identity']

// Clients send a handful of values between them; a hostile one may send any number.
const mostKept = 1000

/** Remembers what each value of Accept-Encoding came to. */
export const createEncodings = () => {
  const chosen = new Map<string, Encoding>()

  return (accepted: string | string[] | undefined): Encoding => {
    if (typeof accepted !== 'string') return 'identity'
    const known = chosen.get(accepted)
    if (known) return known

    if (chosen.size === mostKept) chosen.clear()
    const encoding = negotiate(accepted)
    chosen.set(accepted, encoding)
    return encoding
  }
}

const negotiate = (accepted: string) => {
  const negotiator = new Negotiator({ headers: { 'accept-encoding': accepted } })
  return (negotiator.encodings(offered)[0] ?? 'identity') as Encoding
}
