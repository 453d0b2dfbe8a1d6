// What the record says of alarms: each from its coming to its end, who saw it, what sounded, what was called false. Pure, and
// the same for the running console and for a report about years ago.
import type { AlarmView } from '../../contract/topics.ts'
import type { JsonObject } from '../../contract/words.ts'

export const ALARM_KINDS = ['alarm.raised', 'alarm.sounded', 'alarm.cleared', 'alarm.acknowledged', 'alarm.false', 'alarm.false-retracted', 'host.started'] as const
type AlarmKind = (typeof ALARM_KINDS)[number]

/** What of an entry matters here: from a running ledger or from a file. */
export interface AlarmEntry {
  readonly utcMs: number
  readonly kind: string
  readonly payload: JsonObject
}

export interface Annunciation {
  readonly utcMs: number
  readonly alarm: string
  readonly code: string
  readonly severity: AlarmView['severity']
}

/** One alarm from its coming to its end. */
export interface Spell {
  readonly alarm: string
  readonly kind: AlarmView['kind']
  readonly raisedUtcMs: number
  readonly code: string
  readonly severity: AlarmView['severity']
  readonly params: JsonObject
  /** Annunciations of it. */
  readonly sounded: number
  readonly endedUtcMs?: number
  /** The host that knew of it ended first: when it was over nobody saw. */
  readonly cut?: true
  readonly seenUtcMs?: number
  /** What was recorded with "vals alarm", last said. */
  readonly calledFalse?: { readonly utcMs: number; readonly evidence: JsonObject }
}

export interface AlarmHistory {
  /** As recorded. */
  readonly annunciations: readonly Annunciation[]
  /** In order of their coming. */
  readonly spells: readonly Spell[]
}

/** @param entries  of ALARM_KINDS, oldest first; what does not read as ours is passed over */
export function alarmHistory(entries: readonly AlarmEntry[]): AlarmHistory {
  const read = new Reading()
  for (const entry of entries) if (isAlarmKind(entry.kind)) read.take(entry.kind, entry)
  return { annunciations: read.annunciations, spells: [...read.spells.values()] }
}

const isAlarmKind = (kind: string): kind is AlarmKind => ALARM_KINDS.some((one) => one === kind)

const keyOf = (alarm: string, raisedUtcMs: number): string => `${alarm}@${raisedUtcMs}`

class Reading {
  readonly annunciations: Annunciation[] = []
  readonly spells = new Map<string, Spell>()
  /** Key of the spell that stands, by alarm. */
  readonly #standing = new Map<string, string>()

  take(kind: AlarmKind, { utcMs, payload }: AlarmEntry): void {
    switch (kind) {
      case 'alarm.raised':
        return this.#raised(utcMs, payload)
      case 'alarm.sounded':
        return this.#sounded(utcMs, payload)
      case 'alarm.cleared':
        return this.#end(textOf(payload['alarm']) ?? '', { endedUtcMs: utcMs })
      case 'alarm.acknowledged': {
        const standing = listOf(payload['alarms']).map((alarm) => this.#standing.get(alarm) ?? '')
        return [...standing, ...listOf(payload['past'])].forEach((key) => this.#change(key, { seenUtcMs: utcMs }))
      }
      case 'alarm.false':
        return this.#change(namedBy(payload), { calledFalse: { utcMs, evidence: objectOf(payload['evidence']) } })
      case 'alarm.false-retracted':
        return this.#takeBack(namedBy(payload))
      case 'host.started':
        // What still stands says so itself, under the same moment.
        return [...this.#standing.keys()].forEach((alarm) => this.#end(alarm, { endedUtcMs: utcMs, cut: true }))
    }
  }

  #raised(utcMs: number, payload: JsonObject): void {
    const { alarm, code, severity } = payload
    if (typeof alarm !== 'string' || typeof code !== 'string' || !isSeverity(severity)) return
    const raisedUtcMs = typeof payload['raised'] === 'number' ? payload['raised'] : utcMs
    const key = keyOf(alarm, raisedUtcMs)
    const known = this.spells.get(key)
    const { endedUtcMs: _ended, cut: _cut, ...before }: Partial<Spell> = known ?? {}
    const fresh = { alarm, raisedUtcMs, sounded: 0, kind: kindOf(payload['kind'], alarm) }
    this.spells.set(key, { ...fresh, ...before, code, severity, params: objectOf(payload['params']) })
    this.#standing.set(alarm, key)
  }

  /** Something new or worse: whoever saw what stood before has not seen this. */
  #sounded(utcMs: number, payload: JsonObject): void {
    const key = this.#standing.get(textOf(payload['alarm']) ?? '')
    const spell = key === undefined ? undefined : this.spells.get(key)
    if (key === undefined || !spell) return
    this.annunciations.push({ utcMs, alarm: spell.alarm, code: spell.code, severity: spell.severity })
    const { seenUtcMs: _seen, ...unseen } = spell
    this.spells.set(key, { ...unseen, sounded: spell.sounded + 1 })
  }

  #end(alarm: string, end: Pick<Spell, 'endedUtcMs' | 'cut'>): void {
    this.#change(this.#standing.get(alarm) ?? '', end)
    this.#standing.delete(alarm)
  }

  #takeBack(key: string): void {
    const known = this.spells.get(key)
    if (!known) return
    const { calledFalse: _taken, ...rest } = known
    this.spells.set(key, rest)
  }

  #change(key: string, change: Partial<Spell>): void {
    const known = this.spells.get(key)
    if (known) this.spells.set(key, { ...known, ...change })
  }
}

const namedBy = ({ alarm, raised }: JsonObject): string => (typeof alarm === 'string' && typeof raised === 'number' ? keyOf(alarm, raised) : '')
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])
const objectOf = (value: unknown): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {})

const KINDS: readonly AlarmView['kind'][] = ['service', 'radio', 'pedal', 'relay', 'record', 'device', 'site']
/** Entries of before the kind was recorded have it in the name. */
const kindOf = (kind: unknown, alarm: string): AlarmView['kind'] => KINDS.find((one) => one === kind || alarm.startsWith(`${one}:`)) ?? 'device'

const SEVERITIES: readonly string[] = ['warning', 'error', 'critical'] satisfies readonly AlarmView['severity'][]
const isSeverity = (value: unknown): value is AlarmView['severity'] => typeof value === 'string' && SEVERITIES.includes(value)
