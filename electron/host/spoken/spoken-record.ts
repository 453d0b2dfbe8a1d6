// What the record knows of spoken tests: when each channel last passed, and whether a run ended in the middle of one. Pure.
import type { HeardBy, SpokenTestAge } from '../../contract/switching.ts'
import type { StoredEntry } from '../ledger/port.ts'

export const BEGUN_KIND = 'spoken-test.begun'
export const PASSED_KIND = 'spoken-test.passed'
export const FAILED_KIND = 'spoken-test.failed'
export const NOT_BACK_KIND = 'spoken-test.not-back'
export const SETTLED_KIND = 'spoken-test.settled'

/** By channel. */
export type LastTests = Readonly<Record<string, Omit<SpokenTestAge, 'old'>>>

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const isHeardBy = (value: unknown): value is HeardBy => value === 'control-radio' || value === 'colleague'

/** @param entries  newest first. @param deviceOf  what a channel is spoken through now: another profile or plan may have another device under its name */
export function lastPassed(entries: readonly StoredEntry[], deviceOf: (channel: string) => string | undefined): LastTests {
  return Object.fromEntries(entries.toReversed().flatMap(({ kind, payload, utcMs }) => {
    const { channel, by } = payload
    const group = asText(payload['group'])
    if (kind !== PASSED_KIND || typeof channel !== 'string' || !isHeardBy(by)) return []
    // An entry of before this was recorded names no device.
    const device = asText(payload['device'])
    if (device !== undefined && device !== deviceOf(channel)) return []
    return [[channel, { utcMs, by, ...(group === undefined || group === '' ? {} : { group }) }] as const]
  }))
}

export interface LeftTurned {
  readonly channel: string
  readonly group: string
  /** The group that its radio is owed. */
  readonly back?: string
  /** The test itself has no outcome. */
  readonly isOpen: boolean
}

/** The console went down while the radio of the newest test was turned: in the middle of it, or before it was back. */
export function leftTurned([newest]: readonly StoredEntry[]): LeftTurned | undefined {
  if (newest === undefined) return undefined
  const { kind, payload } = newest
  const isOpen = kind === BEGUN_KIND
  const channel = asText(payload['channel'])
  const back = asText(payload['back'])
  if (channel === undefined || (!isOpen && (back === undefined || (kind !== PASSED_KIND && kind !== FAILED_KIND)))) return undefined
  return { channel, group: asText(payload['group']) ?? '', isOpen, ...(back === undefined ? {} : { back }) }
}

/** A clock that was set back makes no test younger than new. */
export function ageOf(test: Omit<SpokenTestAge, 'old'> | undefined, { utcMs, oldAfterMs }: { readonly utcMs: number; readonly oldAfterMs: number }): SpokenTestAge | undefined {
  return test && { ...test, utcMs: Math.round(test.utcMs), old: utcMs - test.utcMs > oldAfterMs }
}
