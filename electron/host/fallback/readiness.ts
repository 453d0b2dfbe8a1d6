// Is a speech channel proven able to carry speech now? Pure. Architecture section 6: older proof than its interval is stale.
import type { ErrorCode } from '../../../native/kit/errors.ts'
import type { DeviceLink, RadioMode, RadioVerification } from '../../../native/kit/driver.ts'
import type { Readiness, ReadinessCause, SwitchFacts } from './types.ts'

export interface RadioChannelFacts {
  readonly linkUp: boolean
  readonly linkCause?: ErrorCode
  readonly verification?: RadioVerification & { readonly atMs: number }
  /** The radio refused or did not confirm a group when asked; holds until the next good verification. */
  readonly refusedAtMs?: number
  readonly verifyEveryMs: number
  readonly mayTransmit?: boolean
  /** A service this channel depends on that is down, and since when. */
  readonly failedDependency?: { readonly id: string; readonly sinceMs: number }
}

/**
 * Readiness of a radio. Its own fresh proof outweighs a failed dependency: a control radio whose cable is pulled
 * must not strike out a desk radio that is registered.
 */
export function radioReadiness(facts: RadioChannelFacts, nowMs: number): Readiness {
  const { verification, failedDependency } = facts
  if (!facts.linkUp) return { state: 'failed', cause: facts.linkCause === 'DEVICE_SILENT' ? 'radio-silent' : 'link-lost' }
  if (facts.mayTransmit) return { state: 'failed', cause: 'may-transmit' }
  if (failedDependency && (!verification || verification.atMs <= failedDependency.sinceMs)) return { state: 'struck-out', dependency: failedDependency.id }
  if (!verification) return { state: 'unknown', cause: 'not-verified' }
  if (verification.registration !== 'home' && verification.registration !== 'visited') return { state: 'failed', cause: 'not-registered' }
  if (verification.cell === 'local') return { state: 'failed', cause: 'local-site' }
  if (verification.missingGroups.length > 0) return { state: 'failed', cause: 'group-missing' }
  if (facts.refusedAtMs !== undefined && facts.refusedAtMs >= verification.atMs) return { state: 'failed', cause: 'group-missing' }
  const { atMs } = verification
  return nowMs - atMs > facts.verifyEveryMs ? { state: 'stale', verifiedAtMs: atMs } : { state: 'ready', verifiedAtMs: atMs }
}

export type DirectRadioFacts = Omit<RadioChannelFacts, 'verification'> & {
  readonly mode: RadioMode
  /** Monotonic moment it last answered. */
  readonly verifiedAtMs?: number
}

/** Modes in which a radio speaks from radio to radio. */
const DIRECT: ReadonlySet<RadioMode> = new Set(['dmo', 'dmo-tmo-watch'])
export const isDirect = (mode: RadioMode): boolean => DIRECT.has(mode)
/** Whoever speaks there is not heard by the network; a gateway still is. */
export const isOffNetwork = (mode: RadioMode): boolean => isDirect(mode) || mode === 'dmo-repeater'

/** Readiness of a radio in direct mode: it answers and stands in DMO. Nothing tells who is near enough to hear it. */
export function directReadiness({ verifiedAtMs, failedDependency, ...facts }: DirectRadioFacts, nowMs: number): Readiness {
  if (!facts.linkUp) return { state: 'failed', cause: facts.linkCause === 'DEVICE_SILENT' ? 'radio-silent' : 'link-lost' }
  if (facts.mayTransmit) return { state: 'failed', cause: 'may-transmit' }
  if (failedDependency && (verifiedAtMs === undefined || verifiedAtMs <= failedDependency.sinceMs)) return { state: 'struck-out', dependency: failedDependency.id }
  if (facts.mode === 'unknown' || verifiedAtMs === undefined) return { state: 'unknown', cause: 'not-verified' }
  if (!isDirect(facts.mode)) return { state: 'failed', cause: 'not-in-dmo' }
  if (facts.refusedAtMs !== undefined && facts.refusedAtMs >= verifiedAtMs) return { state: 'failed', cause: 'group-missing' }
  return nowMs - verifiedAtMs > facts.verifyEveryMs ? { state: 'stale', verifiedAtMs } : { state: 'ready', verifiedAtMs }
}

export interface KeyedChannelFacts {
  readonly link: DeviceLink
  /** What keys it: a modem line of a port, or a pin of a USB interface. */
  readonly wire: 'modem' | 'pin'
  /** Monotonic moment its line last took an un-keying. */
  readonly verifiedAtMs?: number
  /** Wired, and still telling nothing. A set without the wire is not this: there is nothing to wait for. */
  readonly carrierUnknown: boolean
  readonly mayTransmit?: boolean
  readonly verifyEveryMs: number
  readonly failedDependency?: RadioChannelFacts['failedDependency']
}

/** Readiness of a keyed set: its line answers, and what it hears is known. That its transmitter works, only a spoken test shows. */
export function keyedReadiness({ link, wire, verifiedAtMs, failedDependency, ...facts }: KeyedChannelFacts, nowMs: number): Readiness {
  if (link.link === 'down') return { state: 'failed', cause: downCause(link.cause, wire) }
  if (facts.mayTransmit) return { state: 'failed', cause: 'may-transmit' }
  if (failedDependency && (verifiedAtMs === undefined || verifiedAtMs <= failedDependency.sinceMs)) return { state: 'struck-out', dependency: failedDependency.id }
  if (verifiedAtMs === undefined) return { state: 'unknown', cause: 'not-verified' }
  if (facts.carrierUnknown) return { state: 'unknown', cause: 'carrier-unknown' }
  return nowMs - verifiedAtMs > facts.verifyEveryMs ? { state: 'stale', verifiedAtMs } : { state: 'ready', verifiedAtMs }
}

function downCause(cause: ErrorCode, wire: KeyedChannelFacts['wire']): ReadinessCause {
  if (cause === 'LINK_UNGUARDED') return 'no-guard'
  return cause === 'LINK_UNSUPPORTED' && wire === 'modem' ? 'no-modem-lines' : 'link-lost'
}

/** Nobody can speak through what nobody says how to speak into; what is wrong with the device itself goes before it. */
export function withAudio(readiness: Readiness, audio: 'declared' | 'undeclared'): Readiness {
  return audio === 'undeclared' && readiness.state !== 'failed' && readiness.state !== 'struck-out' ? { state: 'failed', cause: 'audio-undeclared' } : readiness
}

export function rbsReadiness(facts: Pick<SwitchFacts, 'rbs' | 'ownNetworkDown'>, lastReplyMs: number): Readiness {
  if (facts.ownNetworkDown) return { state: 'failed', cause: 'own-network-down' }
  if (facts.rbs === 'down') return { state: 'failed', cause: 'service-down' }
  if (facts.rbs === 'unknown') return { state: 'unknown', cause: 'service-unknown' }
  return { state: 'ready', verifiedAtMs: lastReplyMs }
}
