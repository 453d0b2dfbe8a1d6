// Standing alarms: one a cause, raised once, acknowledged by a person, gone when the cause is.
// An emergency call is not acknowledged but taken, by its own key, and by nothing else.
import { CHATTER_COUNT, CHATTER_MS } from '../contract/alarm-limits.ts'
import { raisedAt, type AlarmView } from '../contract/topics.ts'
import { isWorse } from './alarm/service-alarms.ts'

/**
 * Whether this is said aloud. Left out: when it is worse, or new and does not chatter.
 * `atUtcMs`: it was decided then. `as`: another alarm spoke for it already, and is acknowledged or not for both.
 */
export type Sounded = 'as-before' | { readonly atUtcMs: number } | { readonly as: string }

type Raised = Omit<AlarmView, 'acknowledged' | 'acknowledgedUtcMs' | 'sinceUtcMs' | 'raisedUtcMs' | 'soundedUtcMs' | 'calledFalse'> & { readonly sinceUtcMs?: number }

export interface Alarms {
  /**
   * Raises an alarm, or refreshes what a standing one says; a refreshed one keeps its moment and its acknowledgement.
   *
   * @param alarm  with a moment of its own, that counts when the code is new; a worse code was seen by nobody yet
   */
  raise(alarm: Raised, sounded?: Sounded): void
  /** It stood before this run, as it is: no news for anybody. */
  restore(alarm: AlarmView): void
  clear(id: string): void
  /** @returns false when there is no such alarm, or when it is an emergency */
  acknowledge(id: string): boolean
  /** A person calls it false, or takes that back: said beside it, and changes nothing else. */
  callFalse(id: string, isFalse: boolean): void
  /** @returns false when there is no such emergency */
  take(id: string): boolean
  readonly standing: readonly AlarmView[]
}

export interface AlarmChange {
  readonly change: 'raised' | 'cleared' | 'acknowledged' | 'called' | 'taken'
  readonly alarm: AlarmView
  /** An annunciation: something new or worse. */
  readonly sounds: boolean
}

export function createAlarms(utcMs: () => number, onChange: (change: AlarmChange, refreshed: AlarmView | undefined) => void): Alarms {
  const standing = new Map<string, AlarmView>()
  const chatter = new Chatter()
  const end = (id: string, change: 'cleared' | 'taken'): boolean => {
    const alarm = standing.get(id)
    if (!alarm) return false
    standing.delete(id)
    onChange({ change, alarm, sounds: false }, undefined)
    return true
  }
  return {
    raise(alarm, sounded) {
      const known = standing.get(alarm.id)
      const isNews = known?.code !== alarm.code
      const sinceUtcMs = (isNews ? alarm.sinceUtcMs : undefined) ?? known?.sinceUtcMs ?? utcMs()
      const raisedUtcMs = known ? raisedAt(known) : sinceUtcMs
      const spoke = typeof sounded === 'object' && 'as' in sounded ? standing.get(sounded.as) : undefined
      const decidedUtcMs = typeof sounded === 'object' && 'atUtcMs' in sounded ? sounded.atUtcMs : undefined
      const sounds = decidedUtcMs !== undefined || (sounded === undefined && (known ? isWorse(known.code, alarm.code) : chatter.maySound(alarm, utcMs())))
      const soundedUtcMs = sounds ? Math.round(decidedUtcMs ?? utcMs()) : ((spoke ?? known)?.soundedUtcMs ?? chatter.last(alarm.id))
      const seenUtcMs = sounds || (known && isWorse(known.code, alarm.code)) ? undefined : (known ?? spoke)?.acknowledgedUtcMs
      const next: AlarmView = {
        ...alarm,
        sinceUtcMs,
        ...(raisedUtcMs === sinceUtcMs ? {} : { raisedUtcMs }),
        ...(soundedUtcMs === undefined ? {} : { soundedUtcMs }),
        ...(known?.calledFalse ? { calledFalse: true } : {}),
        ...(seenUtcMs === undefined ? { acknowledged: false } : { acknowledged: true, acknowledgedUtcMs: seenUtcMs }),
      }
      if (known && JSON.stringify(known) === JSON.stringify(next)) return
      standing.set(alarm.id, next)
      if (sounds) chatter.sounded(alarm.id, next.soundedUtcMs ?? 0)
      onChange({ change: 'raised', alarm: next, sounds }, known)
    },
    restore(alarm) {
      standing.set(alarm.id, alarm)
      onChange({ change: 'raised', alarm, sounds: false }, alarm)
    },
    clear(id) {
      if (standing.get(id)?.kind !== 'emergency') end(id, 'cleared')
    },
    acknowledge(id) {
      const alarm = standing.get(id)
      if (!alarm || alarm.kind === 'emergency' || alarm.acknowledged) return false
      const seen: AlarmView = { ...alarm, acknowledged: true, acknowledgedUtcMs: utcMs() }
      standing.set(id, seen)
      onChange({ change: 'acknowledged', alarm: seen, sounds: false }, alarm)
      return true
    },
    callFalse(id, isFalse) {
      const alarm = standing.get(id)
      if (!alarm) return
      const { calledFalse: _before, ...rest } = alarm
      const called: AlarmView = isFalse ? { ...rest, calledFalse: true } : rest
      standing.set(id, called)
      onChange({ change: 'called', alarm: called, sounds: false }, alarm)
    },
    take: (id) => standing.get(id)?.kind === 'emergency' && end(id, 'taken'),
    get standing() {
      return [...standing.values()]
    },
  }
}

/** A plug that comes and goes is heard twice a minute; after that it is only shown. What is critical is always heard. */
class Chatter {
  /** Of each alarm the newest moments it sounded. */
  readonly #moments = new Map<string, readonly number[]>()

  /** A moment ahead is one of before the wall clock was set back, which silences nothing. */
  maySound({ id, severity, kind }: Pick<AlarmView, 'id' | 'severity' | 'kind'>, nowUtcMs: number): boolean {
    if (kind === 'emergency') return false
    return severity === 'critical' || (this.#moments.get(id) ?? []).filter((moment) => Math.abs(nowUtcMs - moment) < CHATTER_MS).length < CHATTER_COUNT - 1
  }

  sounded(id: string, atUtcMs: number): void {
    this.#moments.set(id, [...(this.#moments.get(id) ?? []), atUtcMs].slice(1 - CHATTER_COUNT))
  }

  last(id: string): number | undefined {
    return this.#moments.get(id)?.at(-1)
  }
}
