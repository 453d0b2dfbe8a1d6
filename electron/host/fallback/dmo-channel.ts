// Watches one radio that stands in direct mode: proves on its interval that it answers and still stands there. It is on no
// network, so it has no registration and no cell, and it is put in DMO on the radio itself: the console never changes a mode.
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioDriver, RadioMode } from '../../../native/kit/driver.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import { createProofSchedule } from './proof-schedule.ts'
import type { RadioChannel } from './radio-channel.ts'
import { directReadiness, isDirect, type DirectRadioFacts } from './readiness.ts'
import type { Readiness } from './types.ts'

export interface DmoChannelOptions {
  readonly id: string
  readonly driver: RadioDriver
  readonly verifyEveryMs: number
  readonly clock: Clock
  readonly onChange: () => void
  readonly onVerified: (mode: RadioMode, readiness: Readiness) => void
}

/** It said no to a question about a network it is not on: it answered all the same. */
const ANSWERED: ReadonlySet<ErrorCode> = new Set(['DEVICE_DENIED', 'DEVICE_UNSUPPORTED', 'DEVICE_NO_NETWORK'])
const hasAnswered = (asked: Result<unknown>): boolean => asked.ok || ANSWERED.has(asked.error.code)

export function createDmoChannel(options: DmoChannelOptions): RadioChannel {
  const { clock, driver } = options
  let mode: RadioMode = 'unknown'
  let verifiedAtMs: number | undefined
  let refusedAtMs: number | undefined
  let mayTransmit = false
  let failedDependency: DirectRadioFacts['failedDependency']

  const readiness = (nowMs: number): Readiness => directReadiness({
    linkUp: driver.link.link === 'up',
    mode,
    mayTransmit,
    ...(driver.link.link === 'down' ? { linkCause: driver.link.cause } : {}),
    ...(verifiedAtMs === undefined ? {} : { verifiedAtMs }),
    ...(refusedAtMs === undefined ? {} : { refusedAtMs }),
    ...(failedDependency ? { failedDependency } : {}),
    verifyEveryMs: options.verifyEveryMs,
  }, nowMs)
  const proven = (): void => {
    verifiedAtMs = clock.monotonicMs()
    schedule.proven()
  }
  /** A radio that said no does not know the group; one that said nothing is not proven any more. */
  const notSelected = (code: ErrorCode): void => {
    if (schedule.isStopped) return
    if (code === 'DEVICE_DENIED') refusedAtMs = clock.monotonicMs()
    else {
      verifiedAtMs = undefined
      schedule.soon()
    }
    options.onChange()
  }
  const schedule = createProofSchedule({
    clock,
    everyMs: options.verifyEveryMs,
    mayProve: () => (driver.link.link !== 'up' ? 'no' : driver.isInUse ? 'later' : 'yes'),
    // Its lists hold the groups of the network, so none is looked for in them.
    prove: async () => {
      if (!hasAnswered(await driver.verify([])) || schedule.isStopped) return false
      proven()
      options.onVerified(mode, readiness(clock.monotonicMs()))
      return true
    },
    onChange: options.onChange,
  })

  const unsubscribe = driver.onEvent((event) => {
    switch (event.event) {
      case 'link':
        if (event.link.link === 'up') schedule.now()
        else {
          verifiedAtMs = undefined
          mode = 'unknown'
        }
        return options.onChange()
      case 'mode':
        mode = event.mode
        return options.onChange()
      case 'may-transmit':
      case 'hung-up':
        mayTransmit = event.event === 'may-transmit'
        return options.onChange()
      case 'floor-granted':
        if (verifiedAtMs !== undefined) proven()
        return undefined
      default:
        return undefined
    }
  })

  return {
    id: options.id,
    driver,
    readiness,
    verification: undefined,
    async confirm(group) {
      if (mayTransmit) return fail(failure('DEVICE_STATE', 'may still transmit'))
      if (!isDirect(mode)) return fail(failure('DEVICE_STATE', `mode ${mode}`))
      const proof = await driver.poll()
      if (!proof.ok && !hasAnswered(proof)) return proof
      const selected = await driver.selectGroup(group)
      if (!selected.ok) notSelected(selected.error.code)
      // It may have been turned to the network while it answered.
      return selected.ok && !isDirect(mode) ? fail(failure('DEVICE_STATE', `mode ${mode}`)) : selected
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
