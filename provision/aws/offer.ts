// What AWS offers for the machine that is wanted: its architecture, Debian's image for it, where it can stand.
import {
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeSubnetsCommand,
  type DescribeSubnetsCommandInput,
} from '@aws-sdk/client-ec2'
import { GetParameterCommand } from '@aws-sdk/client-ssm'
import { Refusal } from '../errors.ts'
import type { Wanted } from '../wanted.ts'
import type { Aws } from './clients.ts'
import { isCode, tolerating } from './errors.ts'
import type { Place } from './place.ts'

export type Architecture = 'x86_64' | 'arm64'
export type Image = { id: string; architecture: string; rootDevice: string }
export type Offer = {
  size: string
  architecture: Architecture
  image: Image
  /** The subnets that may be used: default ones whose zone has such machines, or the one that is wanted. */
  places: Place[]
}

/** @throws {Refusal} when there is no such type, image or subnet */
export const findOffer = async (aws: Aws, wanted: Wanted, size: string): Promise<Offer> => {
  const architecture = await architectureOf(aws, size)
  const image = await imageOf(aws, wanted.ami ?? (await debian(aws, architecture)))
  if (image.architecture !== architecture)
    throw new Refusal(
      `The image ${image.id} is made for ${image.architecture}, and ${size} is ${architecture}. Choose another --ami or --size.`,
    )
  const places = wanted.subnet
    ? await subnets(aws, { SubnetIds: [wanted.subnet] })
    : await defaultPlaces(aws, size)
  return { size, architecture, image, places }
}

const architectureOf = async ({ ec2, region }: Aws, size: string) => {
  const describing = new DescribeInstanceTypesCommand({ InstanceTypes: [size as 't3.small'] })
  const unknown = ['InvalidInstanceType', 'InvalidParameterValue']
  const type = (await tolerating(unknown, () => ec2.send(describing)))?.InstanceTypes?.[0]
  const supported = type?.ProcessorInfo?.SupportedArchitectures ?? []
  for (const architecture of ['x86_64', 'arm64'] as const)
    if (supported.includes(architecture)) return architecture

  throw new Refusal(
    `There is no instance type ${size} in ${region} that runs Debian. Choose another --size, as in t3.small or t4g.small.`,
  )
}

const debian = async ({ ssm, region }: Aws, architecture: Architecture) => {
  const name = { x86_64: 'amd64', arm64: 'arm64' }[architecture]
  const Name = `/aws/service/debian/release/13/latest/${name}`
  const getting = new GetParameterCommand({ Name })
  const id = (await tolerating(['ParameterNotFound'], () => ssm.send(getting)))?.Parameter?.Value
  if (id) return id
  throw new Refusal(`${region} does not tell Debian's image: it has no ${Name}. Give --ami.`)
}

const imageOf = async ({ ec2, region }: Aws, id: string): Promise<Image> => {
  const describing = new DescribeImagesCommand({ ImageIds: [id] })
  const unknown = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidAMIID.Malformed']
  const image = (await tolerating(unknown, () => ec2.send(describing)))?.Images?.[0]
  if (!image) throw new Refusal(`There is no image ${id} in ${region}. Choose another --ami.`)
  const { Architecture: architecture = 'unknown', RootDeviceName: rootDevice = '/dev/xvda' } = image
  return { id, architecture, rootDevice }
}

const defaultPlaces = async (aws: Aws, size: string) => {
  const offering = new DescribeInstanceTypeOfferingsCommand({
    LocationType: 'availability-zone',
    Filters: [{ Name: 'instance-type', Values: [size] }],
  })
  const { InstanceTypeOfferings } = await aws.ec2.send(offering)
  const zones = (InstanceTypeOfferings ?? []).map(({ Location }) => Location)
  const defaults = await subnets(aws, { Filters: [{ Name: 'default-for-az', Values: ['true'] }] })
  return defaults.filter(({ zone }) => zones.includes(zone))
}

const subnets = async (
  { ec2, region }: Aws,
  query: DescribeSubnetsCommandInput,
): Promise<Place[]> => {
  try {
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand(query))
    return (Subnets ?? [])
      .map(({ SubnetId = '', VpcId = '', AvailabilityZone = '' }) => ({
        subnet: SubnetId,
        vpc: VpcId,
        zone: AvailabilityZone,
      }))
      .sort((a, b) => (a.zone < b.zone ? -1 : 1))
  } catch (error) {
    if (!isCode(error, 'InvalidSubnetID.NotFound')) throw error
    throw new Refusal(
      `There is no subnet ${query.SubnetIds} in ${region}. Choose another --subnet.`,
    )
  }
}
