// A TETRA radio as a witness of the network: its registration, and this position's own voice heard on the air.
import { failure } from '../../../native/kit/errors.ts'
import type { RadioDriver, RadioEvent } from '../../../native/kit/driver.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import type { WitnessRadio } from '../watch/index.ts'
import type { OwnPresses } from './own-presses.ts'

export interface WitnessRadioParts {
  /** ISSI under which the RBS of this position speaks; absent: no end-to-end proof from this radio. */
  readonly ownIdentity?: string | undefined
  readonly presses?: OwnPresses
  readonly onExchange?: WitnessRadio['onExchange']
}

export function createWitnessRadio(driver: RadioDriver, { ownIdentity, presses, onExchange }: WitnessRadioParts): WitnessRadio {
  // A number, as in `units`: a zero before it is no other identity.
  const isOwn = (ssi: string | undefined): boolean => ssi !== undefined && ownIdentity !== undefined && Number(ssi) === Number(ownIdentity)
  return {
    ...(onExchange && { onExchange }),
    async poll() {
      const { link } = driver
      // A cable that is out is known without asking; a radio that is only silent must be asked.
      if (link.link === 'down' && link.cause !== 'DEVICE_SILENT') return fail(failure(link.cause, link.detail))
      const proof = await driver.poll()
      if (!proof.ok) return fail(failure('LINK_TIMEOUT', proof.error.detail))
      const { registration, cell, latencyMs } = proof.value
      if (registration === 'unknown') return fail(failure('LINK_TIMEOUT', 'registration unknown'))
      // Where the radio cannot tell its cell's mode, it is not called isolated.
      return ok({ registration, cell: cell === 'local' ? 'local' : 'wide', latencyMs: Math.round(latencyMs) })
    },
    onOwnIdentityHeard(listener) {
      return driver.onEvent((event: RadioEvent) => {
        if (event.event === 'heard' && event.speaking && isOwn(event.ssi)) listener(presses?.take())
      })
    },
  }
}
