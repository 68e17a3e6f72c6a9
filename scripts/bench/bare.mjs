// A server that does nothing but send BODY, for part (b): what node:http alone can do.
import { createServer } from 'node:http'

const body = Buffer.from(process.env.BODY ?? '')
const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length }

const server = createServer((_req, res) => void res.writeHead(200, headers).end(body))
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify(server.address())))
