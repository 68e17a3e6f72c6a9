// Text that others wrote, for a terminal: what moves a cursor or colours a line is left out.
import { z } from 'zod'

export const oneLine = z.string().transform(text => text.replaceAll(/\p{Cc}+/gu, ' '))
