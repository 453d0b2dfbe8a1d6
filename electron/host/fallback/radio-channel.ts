// Watches one radio of the plan: proves it on its interval, asks it to confirm a group, remembers what it said.
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioDriver, RadioVerification } from '../../../native/kit/driver.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createProofSchedule } from './proof-schedule.ts'
import { isOffNetwork, radioReadiness, type RadioChannelFacts } from './readiness.ts'
import type { Readiness } from './types.ts'

export interface RadioChannel {
  readonly id: string
  readonly driver: RadioDriver
  readiness(nowMs: number): Readiness
  readonly verification: RadioChannelFacts['verification']
  /** A radio of the network that somebody turned to direct mode: a press would reach whoever is near, and nobody else. */
  readonly isOffNetwork?: boolean
  /** Only of a keyed set: what would tell that it sends. */
  readonly sendingProof?: () => 'read-back' | 'line'
  /** Selects the group and proves the radio registered. @returns what the driver said, DEVICE_NO_NETWORK */
  confirm(group: string): Promise<Result<void>>
  /** Proves the channel now, unless a proof is under way. */
  verifyNow(): void
  setFailedDependency(failed: RadioChannelFacts['failedDependency']): void
  /** Only of a radio of the room: its line is held for this reason, or for it no more. */
  use?(why: 'switch' | 'test', isWanted: boolean): void
  stop(): void
}

export interface RadioChannelOptions {
  readonly id: string
  readonly driver: RadioDriver
  readonly groups: readonly string[]
  readonly verifyEveryMs: number
  readonly clock: Clock
  readonly onChange: () => void
  readonly onVerified: (verification: RadioVerification, readiness: Readiness) => void
}

export function createRadioChannel(options: RadioChannelOptions): RadioChannel {
  const { clock, driver } = options
  let verification: RadioChannelFacts['verification']
  let mayTransmit = false
  let isAway = false
  let refusedAtMs: number | undefined
  let failedDependency: RadioChannelFacts['failedDependency']

  const isUp = (): boolean => driver.link.link === 'up'
  const readiness = (nowMs: number): Readiness => {
    const { link } = driver
    return radioReadiness({
      linkUp: link.link === 'up',
      mayTransmit,
      ...(link.link === 'down' ? { linkCause: link.cause } : {}),
      ...(verification ? { verification } : {}),
      ...(refusedAtMs === undefined ? {} : { refusedAtMs }),
      ...(failedDependency ? { failedDependency } : {}),
      verifyEveryMs: options.verifyEveryMs,
    }, nowMs)
  }
  const keep = (proof: RadioVerification): void => {
    verification = { ...proof, atMs: clock.monotonicMs() }
    schedule.proven()
  }
  /** A radio that said no does not know the group; one that said nothing is not proven any more. */
  const notSelected = (code: ErrorCode): void => {
    if (schedule.isStopped) return
    if (code === 'DEVICE_DENIED') refusedAtMs = clock.monotonicMs()
    else {
      verification = undefined
      schedule.soon()
    }
    options.onChange()
  }
  const schedule = createProofSchedule({
    clock,
    everyMs: options.verifyEveryMs,
    mayProve: () => (!isUp() ? 'no' : driver.isInUse ? 'later' : 'yes'),
    prove: async () => {
      const proof = await driver.verify(options.groups)
      if (!proof.ok || schedule.isStopped) return false
      keep(proof.value)
      options.onVerified(proof.value, readiness(clock.monotonicMs()))
      return true
    },
    onChange: options.onChange,
  })

  const unsubscribe = driver.onEvent((event) => {
    if (event.event === 'link') {
      if (event.link.link !== 'up') verification = undefined
      else schedule.now()
      options.onChange()
    }
    if (event.event === 'mode') {
      isAway = isOffNetwork(event.mode)
      options.onChange()
    }
    if (event.event === 'may-transmit' || event.event === 'hung-up') {
      mayTransmit = event.event === 'may-transmit'
      options.onChange()
    }
    // The floor is granted to registered radios only: use proves more than any question.
    if (event.event === 'floor-granted' && verification) keep(verification)
    if (event.event === 'group' && verification) {
      const { gssi: _left, ...rest } = verification
      verification = event.gssi === '' ? rest : { ...rest, gssi: event.gssi }
      options.onChange()
    }
    if (event.event === 'registration' && verification) {
      // The radio told of a change by itself: at once, not at the next proof.
      verification = { ...verification, registration: event.registration, cell: event.cell }
      options.onChange()
    }
  })

  return {
    id: options.id,
    driver,
    readiness,
    get verification() {
      return verification
    },
    get isOffNetwork() {
      return isAway
    },
    async confirm(group) {
      if (mayTransmit) return fail(failure('DEVICE_STATE', 'may still transmit'))
      const registered = await isRegistered(driver)
      if (!registered.ok) return registered
      // Last, because it reads back: nothing stands between what the radio said and what is confirmed.
      const selected = await driver.selectGroup(group)
      if (!selected.ok) notSelected(selected.error.code)
      return selected
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

/** @returns what the driver said, DEVICE_NO_NETWORK */
export async function isRegistered(driver: RadioDriver): Promise<Result<void>> {
  const proof = await driver.poll()
  if (!proof.ok) return proof
  const { registration } = proof.value
  return registration === 'home' || registration === 'visited' ? ok() : fail(failure('DEVICE_NO_NETWORK', registration))
}
