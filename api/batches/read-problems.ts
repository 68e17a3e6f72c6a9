// What a client is told where its batch could not be read to the end.
import { connectionLost, tooLarge, unreadable } from './problems.ts'
import { ConnectionLost, ReadFailure, TooLarge } from './read/failures.ts'

/** Undefined where the reading did not fail of itself. */
export const toProblem = (error: unknown) => {
  if (error instanceof TooLarge) return tooLarge(error.message, error)
  if (error instanceof ConnectionLost) return connectionLost(error)
  if (error instanceof ReadFailure) return unreadable(error.code, error.message, error)
  return undefined
}
