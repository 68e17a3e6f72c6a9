// What comes from the service was written by others: nothing of it may steer the terminal.

const steering = /[\p{Cc}\p{Cf}]/gu

/** One line, with control and format characters as `\u{1b}`. @param {unknown} text */
export const printable = text =>
  String(text).replace(steering, character => `\\u{${character.codePointAt(0)?.toString(16)}}`)
