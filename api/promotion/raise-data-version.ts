// Has the data version raised now instead of at commit, so that it can be written down with the batch.
import { type CommonQueryMethods, sql } from 'slonik'

/** From here to the end of the transaction no other writer of prices can commit: do it last. */
export const raiseDataVersion = (transaction: Pick<CommonQueryMethods, 'query'>) =>
  transaction.query(sql.unsafe`set constraints all immediate`)
