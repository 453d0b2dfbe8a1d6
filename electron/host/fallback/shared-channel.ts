// Watches a radio of the room: proven by short looks while nobody here works by it, held while somebody does. Like any radio of
// the plan to the machine, which knows only its readiness: a radio that another desk has is not ready, and the next one is tried.
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import type { Random } from '../../../native/kit/clock.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import type { RadioVerification } from '../../../native/kit/driver.ts'
import type { Lease } from '../devices/types.ts'
import { createProofSchedule } from './proof-schedule.ts'
import { isRegistered, type RadioChannel, type RadioChannelOptions } from './radio-channel.ts'
import { isOffNetwork, radioReadiness, type RadioChannelFacts } from './readiness.ts'
import type { Readiness } from './types.ts'

export interface SharedChannelOptions extends RadioChannelOptions {
  readonly lease: Lease
  readonly random: Pick<Random, 'fraction'>
  /** After this the machine tries the next channel. */
  readonly confirmMs: number
}

/** While it is held and does not answer, what is wrong with it is looked at this often. */
const HELD_MS = 2000
/** Of the bound on a confirmation: for registration, group and reading back, 50 ms each. */
const SELECT_MS = 150
/** Desks that were started together must not meet at the door each time. */
const RENEW_AT = { from: 0.4, spread: 0.3 }
/** Who has it may be looking for half a second, or working by it for hours. */
const RETRY_AT = { from: 0.1, spread: 0.1, leastMs: 2000, mostMs: 20_000 }

export function createSharedChannel(options: SharedChannelOptions): RadioChannel {
  const { clock, driver, lease, random, verifyEveryMs } = options
  let verification: RadioChannelFacts['verification']
  let trouble: ErrorCode | undefined
  let mayTransmit = false
  let isConfirming = false
  let isAway = false
  let refusedAtMs: number | undefined
  let failedDependency: RadioChannelFacts['failedDependency']

  const partOf = (share: { readonly from: number; readonly spread: number }): number => verifyEveryMs * (share.from + share.spread * random.fraction())

  const readiness = (nowMs: number): Readiness => {
    if (trouble === 'LINK_BUSY' && !mayTransmit) return { state: 'failed', cause: 'in-use' }
    return radioReadiness({
      linkUp: trouble === undefined,
      mayTransmit,
      ...(trouble === undefined ? {} : { linkCause: trouble }),
      ...(verification ? { verification } : {}),
      ...(refusedAtMs === undefined ? {} : { refusedAtMs }),
      ...(failedDependency ? { failedDependency } : {}),
      verifyEveryMs,
    }, nowMs)
  }
  const keep = (proof: RadioVerification): void => {
    trouble = undefined
    verification = { ...proof, atMs: clock.monotonicMs() }
    schedule.proven()
  }
  const failed = (code: ErrorCode): void => {
    // Given up for a use: that is no finding.
    if (code !== 'LINK_CLOSED') trouble = code
  }
  /** One question without an answer is no finding: its link tells when it is gone. */
  const proveHeld = async (): Promise<Result<RadioVerification>> => {
    const up = await lease.whenUp(HELD_MS)
    if (!up.ok) failed(up.error.code)
    return up.ok ? driver.verify(options.groups) : up
  }
  const look = async (): Promise<Result<RadioVerification>> => {
    const proof = await lease.look(options.groups)
    if (!proof.ok) failed(proof.error.code)
    return proof
  }
  const prove = async (): Promise<boolean> => {
    const proof = lease.isHeld ? await proveHeld() : await look()
    if (schedule.isStopped || !proof.ok) return false
    keep(proof.value)
    options.onVerified(proof.value, readiness(clock.monotonicMs()))
    return true
  }
  const schedule = createProofSchedule({
    clock,
    everyMs: verifyEveryMs,
    delays: {
      renewMs: () => partOf(RENEW_AT),
      retryMs: () => Math.min(Math.max(partOf(RETRY_AT), RETRY_AT.leastMs), RETRY_AT.mostMs),
    },
    mayProve: () => (isConfirming || (lease.isHeld && driver.isInUse) ? 'later' : 'yes'),
    prove,
    onChange: options.onChange,
  })

  const unsubscribe = driver.onEvent((event) => {
    switch (event.event) {
      case 'link':
        return linkChanged(event.link.link === 'down' ? event.link.cause : undefined)
      case 'mode':
        isAway = isOffNetwork(event.mode)
        return options.onChange()
      case 'may-transmit':
      case 'hung-up':
        mayTransmit = event.event === 'may-transmit'
        return options.onChange()
      case 'floor-granted':
        return verification && keep(verification)
      case 'group':
        if (!verification) return undefined
        verification = event.gssi === '' ? withoutGroup(verification) : { ...verification, gssi: event.gssi }
        return options.onChange()
      case 'registration':
        if (!verification) return undefined
        verification = { ...verification, registration: event.registration, cell: event.cell }
        return options.onChange()
      default:
        return undefined
    }
  })
  let isBegun = false
  const linkChanged = (cause: ErrorCode | undefined): void => {
    const isLetGo = cause === 'LINK_CLOSED'
    // What was wrong when it was let go of is so until a look says otherwise.
    if (!isLetGo) trouble = cause
    // Lost while somebody worked by it: what it had proven is gone with it. Let go of, it keeps the age of its proof.
    if (trouble !== undefined && lease.isHeld) verification = undefined
    if (cause === undefined) schedule.now()
    else if (isBegun) schedule.soon(trouble === undefined ? partOf(RENEW_AT) : undefined)
    else schedule.soon(random.fraction() * partOf(RENEW_AT))
    isBegun = true
    options.onChange()
  }
  const notSelected = (code: ErrorCode): void => {
    if (schedule.isStopped) return
    if (code === 'DEVICE_DENIED') refusedAtMs = clock.monotonicMs()
    else if (code !== 'LINK_CLOSED') verification = undefined
    options.onChange()
  }

  const askGroup = async (group: string): Promise<Result<void>> => {
    const up = await lease.whenUp(Math.max(options.confirmMs - SELECT_MS, options.confirmMs / 2))
    if (!up.ok) {
      failed(up.error.code)
      if (!schedule.isStopped) options.onChange()
      return up.error.code === 'LINK_BUSY' ? fail(failure('LINK_BUSY', 'in-use')) : up
    }
    trouble = undefined
    const registered = await isRegistered(driver)
    if (!registered.ok) return registered
    const selected = await driver.selectGroup(group)
    if (!selected.ok) notSelected(selected.error.code)
    return selected
  }

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
      lease.take('switch')
      isConfirming = true
      const confirmed = await askGroup(group)
      isConfirming = false
      return confirmed
    },
    verifyNow: schedule.now,
    setFailedDependency(dependency) {
      if (failedDependency?.id === dependency?.id) return
      failedDependency = dependency
      if (dependency) schedule.now()
      options.onChange()
    },
    use(why, isWanted) {
      if (isWanted) return lease.take(why)
      const wasHeld = lease.isHeld
      lease.letGo(why)
      // Never let in: nothing tells that it is over, and the looks must go on.
      if (wasHeld && !lease.isHeld && isBegun) schedule.soon(partOf(RETRY_AT))
    },
    stop() {
      schedule.stop()
      unsubscribe()
    },
  }
}

function withoutGroup<T extends { readonly gssi?: string }>({ gssi: _left, ...rest }: T): Omit<T, 'gssi'> {
  return rest
}
