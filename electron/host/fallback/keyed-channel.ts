// Watches one keyed set of the plan: proves on its interval that its line takes an un-keying, and says on which group it stands.
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import type { KeyedRadio } from '../../../native/registry.ts'
import { createProofSchedule } from './proof-schedule.ts'
import type { RadioChannel } from './radio-channel.ts'
import { keyedReadiness, type KeyedChannelFacts } from './readiness.ts'
import type { Readiness } from './types.ts'

export interface KeyedChannelOptions {
  readonly id: string
  readonly driver: KeyedRadio
  readonly wire: KeyedChannelFacts['wire']
  readonly verifyEveryMs: number
  readonly clock: Clock
  readonly onChange: () => void
  readonly onVerified: (latencyMs: number, readiness: Readiness) => void
}

export function createKeyedChannel(options: KeyedChannelOptions): RadioChannel {
  const { clock, driver } = options
  let verifiedAtMs: number | undefined
  let mayTransmit = false
  let failedDependency: KeyedChannelFacts['failedDependency']

  const readiness = (nowMs: number): Readiness => keyedReadiness({
    link: driver.link,
    wire: options.wire,
    ...(verifiedAtMs === undefined ? {} : { verifiedAtMs }),
    ...(failedDependency ? { failedDependency } : {}),
    mayTransmit,
    carrierUnknown: driver.carrier === 'unknown',
    verifyEveryMs: options.verifyEveryMs,
  }, nowMs)
  const schedule = createProofSchedule({
    clock,
    everyMs: options.verifyEveryMs,
    mayProve: () => (driver.link.link === 'up' ? 'yes' : 'no'),
    prove: async () => {
      const proof = await driver.poll()
      if (!proof.ok || schedule.isStopped) return false
      verifiedAtMs = clock.monotonicMs()
      schedule.proven()
      options.onVerified(proof.value.latencyMs, readiness(verifiedAtMs))
      return true
    },
    onChange: options.onChange,
  })

  const unsubscribe = driver.onEvent((event) => {
    if (event.event === 'link') {
      if (event.link.link !== 'up') verifiedAtMs = undefined
      else schedule.now()
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
    verifyNow: schedule.now,
    setFailedDependency(failed) {
      if (failedDependency?.id === failed?.id) return
      failedDependency = failed
      if (failed) schedule.now()
      options.onChange()
    },
    stop() {
      schedule.stop()
      unsubscribe()
    },
  }
}
