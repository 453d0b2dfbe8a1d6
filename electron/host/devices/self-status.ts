// The active exchange of a control radio: a status to itself, which goes up to the network and comes back.
// Source: architecture section 5, "The witness".
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioDriver } from '../../../native/kit/driver.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'

export const EXCHANGE_MS = 4_000

/**
 * Sends a status to the radio's own identity and waits for it.
 *
 * @param value  32768–65535: the range that is free for a network's own meanings. Source: EN 300 392-2, pre-coded status
 * @returns milliseconds until it came back; LINK_TIMEOUT, LINK_UNSUPPORTED where the radio does not say who it is or sends
 *   nothing, DEVICE_STATE while somebody speaks through it, or what the driver failed with
 */
export async function sendStatusToSelf(driver: RadioDriver, value: number, clock: Clock): Promise<Result<number>> {
  const own = driver.about?.ssi
  const { shortData } = driver
  if (own === undefined || !shortData) return fail(failure('LINK_UNSUPPORTED', 'no own identity'))
  if (driver.isInUse) return fail(failure('DEVICE_STATE', 'in use'))
  const startMs = clock.monotonicMs()
  return new Promise((resolve) => {
    const finish = (result: Result<number>): void => {
      timer.cancel()
      unsubscribe()
      resolve(result)
    }
    const timer = clock.after(EXCHANGE_MS, () => finish(fail(failure('LINK_TIMEOUT', 'status to itself'))))
    const unsubscribe = driver.onEvent((event) => {
      const isOurs = event.event === 'status' && event.value === value && event.from !== undefined && Number(event.from) === Number(own)
      if (isOurs) finish(ok(Math.round(clock.monotonicMs() - startMs)))
    })
    const sent = shortData.sendStatus({ ssi: own }, value)
    if (!sent.ok) finish(sent)
  })
}
