// An ssh-agent that offers one key only: a host closes the door after six wrong ones.
import ssh2 from 'ssh2'

/** The agent at `socket`, with the key that is `blob` and no other. */
export const agentWith = (socket: string, blob: Buffer): ssh2.BaseAgent =>
  new OneKeyAgent(socket, blob) as ssh2.BaseAgent

class OneKeyAgent extends ssh2.OpenSSHAgent {
  readonly #blob: Buffer

  constructor(socket: string, blob: Buffer) {
    super(socket)
    this.#blob = blob
  }

  override getIdentities(callback: ssh2.IdentityCallback<ssh2.ParsedKey>) {
    super.getIdentities((error, keys) => {
      if (error) callback(error)
      else
        callback(
          undefined,
          ((keys ?? []) as ssh2.ParsedKey[]).filter(key => this.#isIt(key)),
        )
    })
  }

  #isIt(key: ssh2.ParsedKey) {
    return key.getPublicSSH().equals(this.#blob)
  }
}
