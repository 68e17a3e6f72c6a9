/** Tells the operator one line. What is told has passed the redactor. */
export type Say = (line: string) => void
