// Sends batches of prices and looks after them over HTTP: npm run batches -- send FILE. See --help.

import { help, readArguments, WrongUsage } from './batches/arguments.mjs'
import { list, status, withdraw } from './batches/ask.mjs'
import { Refused } from './batches/client.mjs'
import { errorTable } from './batches/report.mjs'
import { send } from './batches/send.mjs'

const commands = { send, status, list, withdraw }

const batches = async () => {
  const wanted = readArguments(process.argv.slice(2), process.env)
  if (wanted === 'help') return console.log(help)

  const isWell = await commands[wanted.command](wanted)
  process.exitCode = isWell ? 0 : 1
}

await batches().catch(error => {
  if (error instanceof WrongUsage) {
    console.error(`batches: ${error.message} See npm run batches -- --help`)
    process.exitCode = 2
  } else if (error instanceof Refused) {
    console.error(`batches: ${error.message}`)
    if (error.errors.length > 0) console.error(errorTable(error.errors, error.errorCount))
    process.exitCode = 1
  } else throw error
})
