// An instance on its way from one state to the next.
import {
  DescribeInstancesCommand,
  type Instance,
  StartInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2'
import { Refusal } from '../errors.ts'
import type { Aws } from './clients.ts'
import { tolerating } from './errors.ts'
import type { Hands } from './resource.ts'
import { patiently, until } from './wait.ts'

const runsWithinMs = 300_000
// A clean stop lets PostgreSQL finish; AWS pulls the plug after some minutes.
const stopsWithinMs = 600_000
const endsWithinMs = 600_000

export const running = (hands: Hands, id: string) =>
  until(hands, { what: `instance ${id} to run`, timeoutMs: runsWithinMs }, async () => {
    const instance = await describe(hands.aws, id)
    if (instance?.State?.Name === 'running') return id
    if (isEnding(instance)) throw new Refusal(endedSentence(id, instance))
  })

/** Whatever its state is now; done, too, when it is gone. */
export const stop = async (hands: Hands, id: string) => {
  const stopping = new StopInstancesCommand({ InstanceIds: [id] })
  await tolerating(['IncorrectInstanceState', 'InvalidInstanceID.NotFound'], () =>
    hands.aws.ec2.send(stopping),
  )
  await until(hands, { what: `instance ${id} to stop`, timeoutMs: stopsWithinMs }, async () => {
    const instance = await describe(hands.aws, id)
    return isEnding(instance) || instance?.State?.Name === 'stopped' ? true : undefined
  })
}

export const start = async (hands: Hands, id: string) => {
  const starting = new StartInstancesCommand({ InstanceIds: [id] })
  const codes = ['IncorrectInstanceState']
  await patiently(hands, { what: `instance ${id} to be startable`, codes }, () =>
    hands.aws.ec2.send(starting),
  )
  await running(hands, id)
}

export const terminated = (hands: Hands, id: string) =>
  until(hands, { what: `instance ${id} to end`, timeoutMs: endsWithinMs }, async () => {
    const instance = await describe(hands.aws, id)
    return !instance || instance.State?.Name === 'terminated' ? true : undefined
  })

/** Undefined just before AWS shows it, and long after it has ended. */
const describe = async ({ ec2 }: Aws, id: string) => {
  const describing = new DescribeInstancesCommand({ InstanceIds: [id] })
  const answer = await tolerating(['InvalidInstanceID.NotFound'], () => ec2.send(describing))
  return answer?.Reservations?.[0]?.Instances?.[0]
}

const isEnding = (instance: Instance | undefined) =>
  ['shutting-down', 'terminated'].includes(instance?.State?.Name ?? '')

const endedSentence = (id: string, instance: Instance | undefined) =>
  `Instance ${id} has ended instead of running: ${
    instance?.StateReason?.Message ?? 'AWS gives no reason'
  }. Run again for another one.`
