// What the words after `host.mjs` mean on a host, as argument arrays.
import { WrongUsage } from '../errors.ts'

export type OnHost = {
  /** Empty: a shell. */
  argv: string[]
  /** In place of a command: `127.0.0.1:HERE:127.0.0.1:PORT`, as ssh's -L takes it. */
  forward?: string
}

/** @throws {WrongUsage} where the word is none of ours */
export const onHost = ([word = '', ...rest]: readonly string[], terminal: boolean): OnHost => {
  if (word === 'tunnel') return { argv: [], forward: forwardOf(rest) }
  const command = commands[word]
  if (command) return { argv: command(rest, terminal) }
  throw new WrongUsage(
    `${word === '' ? 'No command was given' : `There is no command ${JSON.stringify(word)}`}: ${[...Object.keys(commands), 'tunnel'].join(', ')}. See --help.`,
  )
}

const forwardOf = ([port = '', here = port]: readonly string[]) => {
  if ([port, here].every(text => /^\d{1,5}$/.test(text)))
    return `127.0.0.1:${here}:127.0.0.1:${port}`
  throw new WrongUsage(
    'tunnel takes a port of the host, and one of this machine: tunnel 28411 8080',
  )
}

const project = 'rates'

// By the project's name alone: no secret has to be read to look at what runs.
const compose = (...words: string[]) => ['sudo', 'sh', '-c', withLiveApi, 'sh', ...words]

const liveApi = 'api-LIVE'

/** `api` is whichever of its colors has the traffic when the command runs. */
const serviceOf = (word: string) => (word === 'api' ? liveApi : word)

const withLiveApi = `
live=blue; if [ -e /srv/rates/live/green ]; then live=green; fi
for word; do
  shift
  if [ "$word" = ${liveApi} ]; then word=api-$live; fi
  set -- "$@" "$word"
done
exec docker compose -p ${project} "$@"
`

// Without a terminal here there is none to give to the command there.
const exec = (terminal: boolean) => ['exec', ...(terminal ? [] : ['-T'])]

const commands: Record<string, (rest: string[], terminal: boolean) => string[]> = {
  ps: rest => compose('ps', '--all', ...rest.map(serviceOf)),
  logs: rest =>
    compose('logs', ...(rest.includes('-f') ? [] : ['--tail', '200']), ...rest.map(serviceOf)),
  psql: (rest, terminal) =>
    compose(...exec(terminal), 'db', 'psql', '-U', 'postgres', 'rates', ...rest),
  exec: ([service, ...rest], terminal) => {
    if (service && rest.length > 0) return compose(...exec(terminal), serviceOf(service), ...rest)
    throw new WrongUsage('exec takes a service and a command: exec api node --version')
  },
  ssh: rest => rest,
}
