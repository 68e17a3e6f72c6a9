// Asks a running host what every release must answer: npm run smoke -- http://HOST:PORT

import { help, readArguments, WrongUsage } from '../api/smoke/arguments.mjs'
import { checks } from '../api/smoke/checks.mjs'
import { line, summary, verdict } from '../api/smoke/report.mjs'
import { requester } from '../api/smoke/request.mjs'
import { runChecks } from '../api/smoke/run.mjs'

const smoke = async () => {
  const wanted = readArguments(process.argv.slice(2))
  if (wanted.help) return console.log(help)
  const say = wanted.json ? () => {} : console.log

  const results = await runChecks(checks, {
    request: requester(wanted),
    onResult: result => say(line(result)),
  })

  say(verdict(results))
  const found = summary(wanted.base, results)
  if (wanted.json) console.log(JSON.stringify(found))
  process.exitCode = found.passed ? 0 : 1
}

await smoke().catch(error => {
  if (!(error instanceof WrongUsage)) throw error
  console.error(`smoke: ${error.message} See npm run smoke -- --help`)
  process.exitCode = 2
})
