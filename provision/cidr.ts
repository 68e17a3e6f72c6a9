// A range of addresses, written as AWS gives it back: 203.0.113.0/24, 2001:db8::/32.
import { isIP } from 'node:net'

/** The range as AWS writes it; a lone address is a range of one. Undefined where it is neither. */
export const cidr = (text: string): string | undefined => {
  const [address = '', length, ...more] = text.trim().split('/')
  const version = isIP(address)
  const maxBits = version === 6 ? 128 : 32
  const bits = length === undefined ? maxBits : wholeNumber(length)
  if (version === 0 || more.length > 0 || address.includes('%') || !(bits <= maxBits)) return

  const written = version === 6 ? groups(address) : address.split('.').map(Number)
  const partBits = version === 6 ? 16 : 8
  const network = written.map((part, index) => part & mask(bits - index * partBits, partBits))
  return `${version === 6 ? shortest(network) : network.join('.')}/${bits}`
}

const wholeNumber = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN)

/** A part of an address with its first `bits` bits set. */
const mask = (bits: number, partBits: number) => {
  const kept = Math.min(Math.max(bits, 0), partBits)
  return ((1 << partBits) - 1) & ~((1 << (partBits - kept)) - 1)
}

/** The eight numbers of an IPv6 address; its last two may be written as IPv4. */
const groups = (address: string) => {
  const [head = '', tail] = shortestText(address).split('::')
  const before = numbers(head)
  const after = tail === undefined ? [] : numbers(tail)
  return [...before, ...Array(8 - before.length - after.length).fill(0), ...after]
}

const numbers = (text: string) =>
  text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16))

const shortest = (parts: number[]) => shortestText(parts.map(part => part.toString(16)).join(':'))

// The URL parser writes IPv6 as RFC 5952 wants it.
const shortestText = (address: string) => new URL(`http://[${address}]`).hostname.slice(1, -1)
