// Sends a file from a process of its own, so that its work is not taken for the service's.
import { send } from './send-batch.mjs'

const [url = '', file = ''] = process.argv.slice(2)
console.log(JSON.stringify(await send(url, file, process.env.RATES_TOKEN ?? '')))
