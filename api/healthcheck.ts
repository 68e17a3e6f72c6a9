// The image's health check: exit code 0 where this container's API or worker says that it is ready.
const timeoutMs = 2_500

const url = `http://127.0.0.1:${process.env.PORT ?? 3000}/readyz`
const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(String)
const text = typeof answer === 'string' ? answer : await answer.text()

console.log(text)
process.exit(typeof answer !== 'string' && answer.ok ? 0 : 1)
