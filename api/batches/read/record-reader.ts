// What each format does: cut text into records and add them as rows.
import { RecordTooLong } from './failures.ts'

export type RecordReader = {
  /**
   * Reads the whole records at the start of `text` and gives where the first unfinished one begins.
   * `isLast` says that nothing follows `text`.
   */
  read: (text: string, isLast: boolean) => number
  /** Where reading is, counted as in findings. */
  position: () => number
}

// Four values take 100 characters with their names; so there is room for any spacing.
const maxCharacters = 65_536

/** @throws RecordTooLong */
export const checkLength = (line: number, characters: number) => {
  if (characters > maxCharacters) throw new RecordTooLong(line, maxCharacters)
}
