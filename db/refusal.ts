// An error whose message is all that its reader needs: what happened, where, and the next move.
// Whoever prints one leaves out the stack.
export class Refusal extends Error {}
