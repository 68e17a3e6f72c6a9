// Who may reach the host: rules of a security group, each as one line of text.
import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2'

/** `tcp 22 from 203.0.113.7/32`; ports may be a range, the source a group or a prefix list, too. */
export type Rule = string

const everyone = ['0.0.0.0/0', '::/0']
// HTTP/3 is UDP.
const open = ['tcp 80', 'tcp 443', 'udp 443']
const ssh = 'tcp 22 from '

/** HTTP and HTTPS, HTTP/3 too, for everyone, SSH for those named. */
export const wantedRules = (sshFrom: readonly string[]): Rule[] => [
  ...open.flatMap(ports => everyone.map(source => `${ports} from ${source}`)),
  ...sshFrom.map(source => ssh + source),
]

export const sshSources = (rules: readonly Rule[]) =>
  rules.filter(rule => rule.startsWith(ssh)).map(rule => rule.slice(ssh.length))

export const rulesOf = (permissions: IpPermission[] | undefined): Rule[] =>
  (permissions ?? []).flatMap(permission => {
    const { IpRanges, Ipv6Ranges, UserIdGroupPairs, PrefixListIds } = permission
    const sources = [
      ...(IpRanges ?? []).map(({ CidrIp }) => CidrIp),
      ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
      ...(UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
      ...(PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
    ]
    return sources.map(source => `${traffic(permission)} from ${source}`)
  })

export const ruleOf = (rule: SecurityGroupRule): Rule => {
  const { CidrIpv4, CidrIpv6, ReferencedGroupInfo, PrefixListId } = rule
  const source = CidrIpv4 ?? CidrIpv6 ?? ReferencedGroupInfo?.GroupId ?? PrefixListId
  return `${traffic(rule)} from ${source}`
}

export const permissionsOf = (rules: readonly Rule[]): IpPermission[] =>
  rules.map(rule => {
    const [protocol = '', ports = '', , source = ''] = rule.split(' ')
    return { ...portsOf(protocol, ports), ...sourceOf(source) }
  })

type Ports = Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>

const traffic = ({ IpProtocol, FromPort, ToPort }: Ports) => {
  if (IpProtocol === '-1') return 'all all'
  return `${IpProtocol} ${FromPort === ToPort ? FromPort : `${FromPort}..${ToPort}`}`
}

const portsOf = (protocol: string, ports: string) => {
  if (protocol === 'all') return { IpProtocol: '-1' }
  const [from, to = from] = ports.split('..').map(Number)
  return { IpProtocol: protocol, FromPort: from as number, ToPort: to as number }
}

const sourceOf = (source: string): IpPermission => {
  if (source.startsWith('sg-')) return { UserIdGroupPairs: [{ GroupId: source }] }
  if (source.startsWith('pl-')) return { PrefixListIds: [{ PrefixListId: source }] }
  if (source.includes(':')) return { Ipv6Ranges: [{ CidrIpv6: source }] }
  return { IpRanges: [{ CidrIp: source }] }
}
