// How far a price has moved from its usual level on a day, in thousandths and whole numbers.
import type { Draw } from './random.ts'

/**
 * Moves in straight lines between −reach and +reach, turning every `stepDays` days.
 * Nothing is remembered, so days can be asked for in any order and without an end.
 */
export const drift = (draw: Draw, { reach, stepDays }: { reach: number; stepDays: number }) => {
  const turningPoint = (step: number) => draw(2 * reach + 1, step) - reach

  return (day: number) => {
    const step = Math.floor(day / stepDays)
    const from = turningPoint(step)
    const way = turningPoint(step + 1) - from
    return from + Math.trunc((way * (day - step * stepDays)) / stepDays)
  }
}

export const moved = (price: number, thousandths: number) =>
  Math.trunc((price * (1000 + thousandths)) / 1000)
