// Watches one keyed set of the plan: proves on its interval that its line takes an un-keying, and says on which group it stands.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import type { KeyedRadio } from '../../../native/registry.ts'
import type { RadioChannel } from './radio-channel.ts'
import { keyedReadiness, type KeyedChannelFacts } from './readiness.ts'
import type { Readiness } from './types.ts'

export interface KeyedChannelOptions {
  readonly id: string
  readonly driver: KeyedRadio
  readonly verifyEveryMs: number
  readonly clock: Clock
  readonly onChange: () => void
  readonly onVerified: (latencyMs: number, readiness: Readiness) => void
}

/** A proof is renewed at this share of its interval, so that a healthy channel never turns stale in between. */
const RENEW_AT = 0.6
const RETRY_MS = 2000

export function createKeyedChannel(options: KeyedChannelOptions): RadioChannel {
  const { clock, driver } = options
  let verifiedAtMs: number | undefined
  let mayTransmit = false
  let failedDependency: KeyedChannelFacts['failedDependency']
  let timer: Timer | undefined
  let staleTimer: Timer | undefined
  let verifying = false
  let stopped = false

  const readiness = (nowMs: number): Readiness => keyedReadiness({
    link: driver.link,
    ...(verifiedAtMs === undefined ? {} : { verifiedAtMs }),
    ...(failedDependency ? { failedDependency } : {}),
    mayTransmit,
    carrierUnknown: driver.carrier === 'unknown',
    verifyEveryMs: options.verifyEveryMs,
  }, nowMs)
  const keep = (): void => {
    verifiedAtMs = clock.monotonicMs()
    staleTimer?.cancel()
    staleTimer = clock.after(options.verifyEveryMs + 1, options.onChange)
  }
  const plan = (ms: number): void => {
    timer?.cancel()
    if (!stopped) timer = clock.after(ms, verifyNow)
  }
  function verifyNow(): void {
    if (verifying || stopped || driver.link.link !== 'up') return
    verifying = true
    void driver.poll().then((proof) => {
      verifying = false
      if (stopped) return
      if (proof.ok) {
        keep()
        options.onVerified(proof.value.latencyMs, readiness(clock.monotonicMs()))
      }
      plan(proof.ok ? options.verifyEveryMs * RENEW_AT : RETRY_MS)
      options.onChange()
    })
  }

  const unsubscribe = driver.onEvent((event) => {
    if (event.event === 'link') {
      if (event.link.link !== 'up') verifiedAtMs = undefined
      else verifyNow()
      options.onChange()
    }
    if (event.event === 'may-transmit' || event.event === 'hung-up') {
      mayTransmit = event.event === 'may-transmit'
      options.onChange()
    }
    if (event.event === 'heard' || event.event === 'hearing-unknown') options.onChange()
  })

  return {
    id: options.id,
    driver,
    readiness,
    // It is on no network: there is no registration and no cell to show.
    verification: undefined,
    sendingProof: () => driver.sendingProof,
    async confirm(group) {
      if (mayTransmit) return fail(failure('DEVICE_STATE', 'may still transmit'))
      const proof = await driver.poll()
      return proof.ok ? driver.selectGroup(group) : proof
    },
    verifyNow,
    setFailedDependency(failed) {
      if (failedDependency?.id === failed?.id) return
      failedDependency = failed
      if (failed) verifyNow()
      options.onChange()
    },
    stop() {
      stopped = true
      timer?.cancel()
      staleTimer?.cancel()
      unsubscribe()
    },
  }
}
