// The life of a script that opens things and keeps them: closes them in reverse at a signal.

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

// One Ctrl-C under npm arrives twice: from the terminal, and passed on by npm.
const sameKeyPressMs = 500

/** @typedef {(close: () => unknown) => void} Later */

/**
 * Runs `start`, waits for a signal, closes, exits 0. What `start` opened is closed in reverse, also
 * when it fails (exit 1), calls `end` with an error (exit 1), or a signal interrupts it. A second signal ends the process at once.
 *
 * @param {(life: { closeLater: Later, killLater: Later, end: (error: unknown) => void }) => Promise<void>} start
 * @param {{ tellStop: () => void, tellError: (error: unknown) => void }} tell
 */
export const live = async (start, { tellStop, tellError }) => {
  const opened = new AsyncDisposableStack()
  const killed = new DisposableStack()
  const signalled = firstSignal(() => killed.dispose()).then(tellStop)
  const fail = (/** @type {unknown} */ error) => {
    process.exitCode = 1
    tellError(error)
  }
  const started = start({
    closeLater: close => opened.defer(async () => void (await close())),
    killLater: kill => killed.defer(() => void kill()),
    end: error => {
      fail(error)
      process.kill(process.pid, 'SIGTERM')
    },
  })
  await Promise.race([started, signalled]).then(() => signalled, fail)
  // An interrupted start fails when what it uses is closed below; that is no news.
  started.catch(() => {})
  await opened.disposeAsync().catch(fail)
  process.exit()
}

const firstSignal = (/** @type {() => void} */ kill) =>
  new Promise(resolve => {
    let firstMs = 0
    const onSignal = () => {
      const nowMs = performance.now()
      firstMs ||= nowMs
      resolve(undefined)
      if (nowMs - firstMs < sameKeyPressMs) return
      kill()
      process.exit(1)
    }
    for (const signal of signals) process.on(signal, onSignal)
  })
