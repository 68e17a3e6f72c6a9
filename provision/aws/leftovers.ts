// What an instance brings along and takes with it: its root volume and its network interface.
import { DescribeNetworkInterfacesCommand, DescribeVolumesCommand } from '@aws-sdk/client-ec2'
import type { Aws } from './clients.ts'
import { ours } from './tags.ts'

/** The ids of those that are still there. */
export const leftovers = async ({ ec2 }: Aws, environment: string) => {
  const query = { Filters: ours(environment) }
  const { Volumes } = await ec2.send(new DescribeVolumesCommand(query))
  const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand(query))
  return [
    ...(Volumes ?? []).map(({ VolumeId }) => VolumeId ?? ''),
    ...(NetworkInterfaces ?? []).map(({ NetworkInterfaceId }) => NetworkInterfaceId ?? ''),
  ]
}
