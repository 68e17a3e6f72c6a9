/** Something that the operator can mend: the message is a sentence with the next move, no stack is shown. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** A script was called wrongly: with a word that it does not know, or an option that can't be meant so. */
export class WrongUsage extends Refusal {
  override name = 'WrongUsage'
}

/** Of the scripts that work on an environment, as sysexits.h has it. */
export const wrongUsageCode = 64
