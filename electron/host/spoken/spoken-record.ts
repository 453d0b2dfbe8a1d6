// What the record knows of spoken tests: when each channel last passed, and whether a run ended in the middle of one. Pure.
import type { HeardBy, SpokenTestAge } from '../../contract/switching.ts'
import type { StoredEntry } from '../ledger/port.ts'

export const BEGUN_KIND = 'spoken-test.begun'
export const PASSED_KIND = 'spoken-test.passed'
export const FAILED_KIND = 'spoken-test.failed'

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

/** The newest test has no outcome: the console went down while its radio was turned. */
export function leftTurned([newest]: readonly StoredEntry[]): { readonly channel: string; readonly group: string; readonly back?: string } | undefined {
  if (newest?.kind !== BEGUN_KIND) return undefined
  const channel = asText(newest.payload['channel'])
  const back = asText(newest.payload['back'])
  return channel === undefined ? undefined : { channel, group: asText(newest.payload['group']) ?? '', ...(back === undefined ? {} : { back }) }
}

/** A clock that was set back makes no test younger than new. */
export function ageOf(test: Omit<SpokenTestAge, 'old'> | undefined, { utcMs, oldAfterMs }: { readonly utcMs: number; readonly oldAfterMs: number }): SpokenTestAge | undefined {
  return test && { ...test, utcMs: Math.round(test.utcMs), old: utcMs - test.utcMs > oldAfterMs }
}
