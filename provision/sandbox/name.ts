// What a sandbox is called, and what Docker calls its parts.
import { Refusal } from '#provision/errors.ts'

const longest = 30
const pattern = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/

/** @throws {Refusal} where Docker could not have it in the names of containers and images */
export const sandboxName = (text = '') => {
  if (pattern.test(text) && text.length <= longest) return text
  throw new Refusal(
    `A sandbox's name is up to ${longest} small letters, digits and hyphens, and begins with a letter: review-42. It is ${JSON.stringify(text)}.`,
  )
}

export const projectOf = (name: string) => `sandbox-${name}`

export const imagesOf = (name: string) => ({
  app: `${projectOf(name)}-app`,
  db: `${projectOf(name)}-db`,
})
