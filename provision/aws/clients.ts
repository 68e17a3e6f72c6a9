// The three parts of AWS that we talk to. Credentials, profiles and endpoints are the SDK's own.
import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { SSMClient } from '@aws-sdk/client-ssm'
import { explained } from './errors.ts'

export type Aws = { ec2: EC2Client; ssm: SSMClient; iam: IAMClient; region: string }

// A throttled account recovers within seconds: 6 attempts wait up to 30 s in all.
const maxAttempts = 6
// Without the last word the SDK only warns.
const timeouts = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true }

/** @throws {Refusal} when neither argument, variable nor profile names a region */
export const awsClients = async ({ region }: { region?: string | undefined }): Promise<Aws> => {
  const settings = { maxAttempts, requestHandler: timeouts, ...(region ? { region } : {}) }
  const ec2 = new EC2Client(settings)
  const found = await ec2.config.region().catch(error => {
    throw explained(error, { action: 'find a region', region: 'no region' })
  })
  const aws = { ec2, ssm: new SSMClient(settings), iam: new IAMClient(settings), region: found }
  for (const [service, client] of Object.entries({ ec2, ssm: aws.ssm, iam: aws.iam }))
    explainErrors(client as EC2Client, service, found)
  return aws
}

export const closeClients = ({ ec2, ssm, iam }: Aws) => {
  for (const client of [ec2, ssm, iam]) client.destroy()
}

const explainErrors = (client: EC2Client, service: string, region: string) =>
  client.middlewareStack.add(
    (next, context) => async args => {
      try {
        return await next(args)
      } catch (error) {
        const operation = `${context.commandName}`.replace(/Command$/, '')
        throw explained(error, { action: `${service}:${operation}`, region })
      }
    },
    { step: 'initialize', priority: 'high', name: 'explainErrors' },
  )
