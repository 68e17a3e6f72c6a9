// What a token is: a secret that its holder alone keeps; the database keeps its SHA-256.
import { createHash, randomBytes } from 'node:crypto'

const prefix = 'rates_'
const randomByteCount = 32

/** Tells what it is where it turns up, in a log or a commit. */
export const newToken = () => prefix + randomBytes(randomByteCount).toString('base64url')

/** Hexadecimal. One round is enough: nobody guesses 32 random bytes. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')
