// The life of a process: start, wait for a signal, close, exit. A second signal ends it at once.

import { Refusal } from '#db/refusal.ts'
import { isLoginRefused } from './database-errors.ts'

type Running = { close: () => Promise<void> }

const signals = ['SIGTERM', 'SIGINT'] as const

/**
 * Exits 0 after an orderly close, 1 after an error in one sentence on stderr. A start that fails has
 * to close by itself what it opened.
 */
export const runProcess = async (start: () => Promise<Running>) => {
  try {
    const running = await start()
    for (const signal of signals) process.once(signal, () => void stop(running))
  } catch (error) {
    fail(error)
    process.exit()
  }
}

const stop = async (running: Running) => {
  for (const signal of signals) process.on(signal, () => process.exit(1))
  await running.close().catch(fail)
  process.exit()
}

/** Says what went wrong and lets the process end with exit code 1. */
export const fail = (error: unknown) => {
  process.exitCode = 1
  console.error(describe(error))
}

const describe = (error: unknown) => {
  if (error instanceof Refusal) return error.message

  const { code, message, port } = error as { code?: string; message: string; port?: number }
  if (code === 'EADDRINUSE') {
    return `Port ${port} is taken. Stop what listens there, or choose another: PORT=${Number(port) + 1}`
  }
  if (isLoginRefused(error)) {
    return `${message}. A database keeps its passwords: README.md tells how to change them.`
  }
  return error
}
