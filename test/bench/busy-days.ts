// The record of a busy position: a sample a second and 5 000 other entries a day, with keyframes as the host writes them.
import type { JsonObject } from '../../electron/contract/words.ts'
import { KEPT_KIND } from '../../electron/host/moment/kept-moment.ts'
import { NOTHING_KNOWN, type MomentState } from '../../electron/host/moment/moment-state.ts'
import { reduceMoment } from '../../electron/host/moment/reduce-moment.ts'
import { seeded } from '../support/seeded.ts'
import type { WrittenEntry } from '../support/written-record.ts'

export const DAY_MS = 24 * 60 * 60_000
export const BUSY_FROM_UTC_MS = Date.UTC(2024, 11, 1)
const DAY_S = DAY_MS / 1000
const PER_DAY = 5000
const KEEP_S = 600
/** Samples of eight probes, packed. */
const PACKED = 'H4sIAAAAAAAAA62SsQrCMBCGX6Vkjk1yd7lLcXNwcHB0EIdUo1ZqU9pUEfHdTfUBHHT5hvu5'.repeat(2)

/** A start, thirty days, and a host that still runs. */
export function* busyDays(days: number): Generator<WrittenEntry> {
  const chance = seeded(3)
  let state: MomentState = NOTHING_KNOWN
  let kept: MomentState | undefined
  let seq = 0
  const told = (entry: WrittenEntry): WrittenEntry => {
    seq++
    state = reduceMoment(state, { payload: {}, ...entry })
    return entry
  }
  yield told({ kind: 'ledger.opened-first', utcMs: BUSY_FROM_UTC_MS })
  yield told({ kind: 'host.started', utcMs: BUSY_FROM_UTC_MS, payload: { mode: 'act', plan: 3, channel: 'rbs' } })
  yield told({ kind: 'watch.began', utcMs: BUSY_FROM_UTC_MS, payload: { services: SERVICES.map((id) => ({ id })) } })
  for (let second = 0; second < days * DAY_S; second++) {
    const utcMs = BUSY_FROM_UTC_MS + second * 1000
    if (second % DAY_S === DAY_S / 2) yield told({ kind: 'fault.opened', utcMs, payload: { number: numberOf(second), service: 'rbs', by: 'automatic' } })
    if (second % DAY_S === DAY_S / 2 + 7200) yield told({ kind: 'fault.changed', utcMs, payload: { number: numberOf(second), what: 'state', from: 'open', to: 'closed' } })
    if (second % KEEP_S === 0 && state !== kept) {
      kept = state
      yield told({ kind: KEPT_KIND, utcMs, payload: { state: state as unknown as JsonObject, through: seq } })
    }
    // Twice in some seconds, in most of them not once.
    if (chance.fraction() < PER_DAY / 2 / DAY_S) for (const entry of happening(() => chance.fraction(), utcMs)) yield told(entry)
    yield told({ kind: 'watch.samples', utcMs: utcMs + 900, payload: { count: 8 }, content: PACKED })
  }
}

const SERVICES = ['rbs', 'c2000', '112', '0900', 'lan', 'gateway', 'power', 'gms']
const numberOf = (second: number): string => `S-2024-OB-${String(Math.floor(second / DAY_S) + 1).padStart(4, '0')}`

/** Two entries that follow each other. */
function happening(fraction: () => number, utcMs: number): readonly WrittenEntry[] {
  const part = fraction()
  const pick = <One>(from: readonly One[]): One => from[Math.floor(fraction() * from.length)] as One
  const pair = (one: Omit<WrittenEntry, 'utcMs'>, other: Omit<WrittenEntry, 'utcMs'>): readonly WrittenEntry[] => [{ ...one, utcMs: utcMs + 100 }, { ...other, utcMs: utcMs + 400 }]
  if (part < 0.6) return pair({ kind: 'ptt.talking', payload: { channel: 'desk', group: '4037001', by: 'pedal' } }, { kind: 'ptt.idle', payload: { cause: 'released' } })
  if (part < 0.8) return pair({ kind: 'radio.registration', payload: { device: 'desk', registration: 'home', cell: 'wide' } }, { kind: 'sds.text', payload: { device: 'desk' }, content: JSON.stringify({ from: '2041001234567', to: '2041007654321', text: `eenheid${Math.floor(fraction() * 5000)} ter plaatse, spraak goed` }) })
  if (part < 0.9) return pair({ kind: 'service.changed', payload: { service: pick(SERVICES), from: 'ok', to: 'down', why: { code: 'silent' }, at: utcMs } }, { kind: 'alarm.raised', payload: { alarm: `service:${pick(SERVICES)}`, kind: 'service', severity: 'error', code: 'service-down', raised: utcMs, params: { service: 'RBS' } } })
  if (part < 0.96) return pair({ kind: 'service.changed', payload: { service: pick(SERVICES), from: 'down', to: 'ok', why: { code: 'answers' }, at: utcMs } }, { kind: 'alarm.cleared', payload: { alarm: `service:${pick(SERVICES)}`, code: 'service-down', severity: 'error' } })
  if (part < 0.98) return pair({ kind: 'press.switch', role: 'dispatcher', payload: { to: 'desk' } }, { kind: 'switch.switched', payload: { from: 'rbs', to: 'desk', after: { channel: pick(['rbs', 'desk']), group: '4037001' } } })
  return pair({ kind: 'note.added', role: pick(['dispatcher', 'supervisor'] as const), payload: { characters: 40 }, content: `Spraak valt weg bij eenheid${Math.floor(fraction() * 5000)}, spreekt verder via mobilofoon` }, { kind: 'people.told', role: 'dispatcher', payload: { report: 'speech-drops', from: 'unit' }, content: '21-4131' })
}
