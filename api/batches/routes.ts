// The routes of batches.
import type { Express } from 'express'
import { resource } from '../http/resource.ts'
import { deleteBatch } from './delete-batch.ts'
import type { BatchesDependencies } from './dependencies.ts'
import { getBatch } from './get-batch.ts'
import { getBatches } from './get-batches.ts'
import { postBatch } from './post-batch.ts'

export const batches = (app: Express, dependencies: BatchesDependencies) => {
  resource(app, '/batches', { get: getBatches(dependencies), post: postBatch(dependencies) })
  resource(app, '/batches/:id', { get: getBatch(dependencies), delete: deleteBatch(dependencies) })
}
