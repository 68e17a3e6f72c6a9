// The identity of a host: made here, given to the host at its first boot, compared at every connection.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'

export type HostKey = {
  /** As OpenSSH keeps it in a file. */
  privateKey: string
  /** `ssh-ed25519 AAAA…`, no comment. */
  publicKey: string
}

export const newHostKey = (): HostKey => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pair = {
    point: Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url'),
    seed: Buffer.from(privateKey.export({ format: 'jwk' }).d as string, 'base64url'),
  }
  return {
    privateKey: pem(openSsh(pair)),
    publicKey: `${keyType} ${publicBlob(pair).toString('base64')}`,
  }
}

/** `SHA256:…`, as `ssh-keygen -l` and the AWS console show it. */
export const fingerprint = (blob: Buffer) =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`

/** The key itself, out of `ssh-ed25519 AAAA… comment`. */
export const keyBlob = (publicKey: string) =>
  Buffer.from(publicKey.trim().split(/\s+/)[1] ?? '', 'base64')

const keyType = 'ssh-ed25519'

type Pair = { point: Buffer; seed: Buffer }

// Written out because ssh2 1.17 drops leading zero bytes: 9 of 3,000 keys that it made were malformed.
// The format: PROTOCOL.key of OpenSSH.
const openSsh = (pair: Pair) => {
  const check = randomBytes(4)
  const secret = Buffer.concat([
    ...[check, check, string(keyType), string(pair.point)],
    ...[string(Buffer.concat([pair.seed, pair.point])), string('')],
  ])
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[string('none'), string('none'), string(''), uint32(1)],
    ...[string(publicBlob(pair)), string(padded(secret))],
  ])
}

const publicBlob = ({ point }: Pair) => Buffer.concat([string(keyType), string(point)])

const string = (content: string | Buffer) =>
  Buffer.concat([uint32(Buffer.byteLength(content)), Buffer.from(content)])

const uint32 = (number: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}

const blockBytes = 8

const padded = (secret: Buffer) => {
  const missing = (blockBytes - (secret.length % blockBytes)) % blockBytes
  return Buffer.concat([secret, Buffer.from(Array.from({ length: missing }, (_, i) => i + 1))])
}

const pem = (bytes: Buffer) => {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? []
  const label = 'OPENSSH PRIVATE KEY'
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
