// Two statements that pg-boss 12 has, but does not offer to those who fetch jobs themselves.
import { queueSchema } from '../batches/queue.ts'

/** The channel on which pg-boss tells of new jobs. */
export const notifyChannelQuery = `
  select 'pgboss_' || left(encode(sha224('${queueSchema}'::bytea), 'hex'), 24) as channel
`

/** As pg-boss puts a job back that it has fetched and not begun; the attempt must still be ours. */
export const giveBackQuery = `
  update ${queueSchema}.job
     set state        = 'created',
         started_on   = null,
         heartbeat_on = null
   where name        = $1
     and id          = $2
     and state       = 'active'
     and retry_count = $3
`
