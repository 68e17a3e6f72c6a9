// A value that prints itself as [redacted]; reading it is a visible call.
import { inspect } from 'node:util'

const redacted = '[redacted]'

export class Secret {
  #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal() {
    return this.#value
  }

  toString() {
    return redacted
  }

  toJSON() {
    return redacted
  }

  [inspect.custom]() {
    return redacted
  }
}
