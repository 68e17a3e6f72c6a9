/** Something that the operator can mend: the message is a sentence with the next move, no stack is shown. */
export class Refusal extends Error {
  override name = 'Refusal'
}
