// Ctrl-C ends a script between two steps, or within a wait; pressed again a second later, at once.

// One Ctrl-C under npx arrives twice: from the terminal, and passed on.
const sameKeyPressMs = 500

/** Aborted at SIGINT, SIGTERM or SIGHUP. @param {() => void} tell */
export const interruptSignal = tell => {
  const controller = new AbortController()
  let firstMs = 0
  const onSignal = () => {
    const nowMs = performance.now()
    if (firstMs > 0 && nowMs - firstMs < sameKeyPressMs) return
    if (firstMs > 0) process.exit(130)
    firstMs = nowMs
    tell()
    controller.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  return controller.signal
}
