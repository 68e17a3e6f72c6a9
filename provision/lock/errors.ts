// What can go wrong around the deploy lock, as sentences for the operator.
import { Refusal } from '#provision/errors.ts'
import { type Holder, holderWords } from './holder.ts'

/** Somebody else deploys. */
export class LockHeld extends Refusal {
  override name = 'LockHeld'
  readonly holder: Holder | undefined

  constructor(where: string, holder: Holder | undefined) {
    super(
      `Another deploy is under way on ${where}: ${holder ? holderWords(holder) : 'it has just begun'}. Nothing was changed. Wait for it with --wait SECONDS, or, if nobody is behind it any more, end it: npx zx scripts/deploy.mjs --env NAME --unlock.`,
    )
    this.holder = holder
  }
}

/** The lock was ours and is not any more: a command of ours was not run, or was ended. */
export class LockLost extends Refusal {
  override name = 'LockLost'

  constructor(where: string, holder: Holder | undefined, options?: ErrorOptions) {
    const now = holder
      ? `is now this: ${holderWords(holder)}`
      : 'was ended: by --unlock, or because the host heard nothing from here for too long'
    super(
      `The deploy lock of ${where} is not ours any more; it ${now}. Nothing more is done from here. See how it stands with npx zx scripts/history.mjs, then run the same command again.`,
      options,
    )
  }
}
