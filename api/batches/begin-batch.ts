// A number for a batch that is about to come, and the ports its prices may have.
import type { ClientBase } from 'pg'

export const beginBatch = async (client: ClientBase) => {
  const { rows } = await client.query<{ id: string; ports: string[] }>(`
    select nextval('public.batches_id_seq')       as id,
           array(select code from public.ports)  as ports
  `)
  const { id = '', ports = [] } = rows[0] ?? {}
  return { id: Number(id), ports: new Set(ports) }
}
