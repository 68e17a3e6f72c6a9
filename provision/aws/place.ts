// Where things stand: an instance and its data volume must share a zone, a security group its network.
import { Refusal } from '../errors.ts'
import type { Found } from '../found.ts'
import type { Wanted } from '../wanted.ts'
import { lasting } from './instance-fate.ts'
import { keptVolume } from './volume-fate.ts'

/** A found instance is a place, too. */
export type Place = { subnet: string; vpc: string; zone: string }

/** @throws {Refusal} when no subnet will do */
export const placeOf = (wanted: Wanted, found: Found): Place => {
  const instance = lasting(wanted, found)
  if (instance) return instance

  const { places, size } = found.offer
  const zone = keptVolume(found)?.zone
  const vpc = found.securityGroups[0]?.vpc
  const place = places.find(
    place => (zone ?? place.zone) === place.zone && (vpc ?? place.vpc) === place.vpc,
  )
  if (place) return place

  const where = [zone && `in ${zone}, where the data volume is`, vpc && `in the network ${vpc}`]
  const constraint = where.filter(Boolean).join(' and ')
  throw new Refusal(
    `No subnet for ${size}${constraint && ` ${constraint}`}: ${
      wanted.subnet
        ? `${wanted.subnet} is elsewhere. Choose another --subnet.`
        : 'the default network has none that offers it. Name one with --subnet, or choose another --size.'
    }`,
  )
}
