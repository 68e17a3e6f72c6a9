// What can be wrong with a command about tokens, in a sentence for who typed it.

export class TokenError extends Error {
  name = 'TokenError'
}
