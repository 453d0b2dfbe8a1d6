// What the record still says of storingen: which there are and what was said of them, which number comes next, how many
// entries each has. A summary is saved beside the watch, so that a start reads what came after it and not years. Pure.
import { z } from 'zod'
import { DANGERS, EFFECTS, FAULT_SYMPTOMS, OWNERS } from '../../contract/faults.ts'
import type { StoredEntry } from '../ledger/port.ts'
import { applyChange, seriesOf } from './fault-change.ts'
import { FROZEN_AFTER_MS, FROZEN_BEFORE_MS, RELAPSE_MS } from './fault-machine.ts'
import { lastOf, parseNumber, type LastNumbers } from './numbers.ts'
import type { Fault, FaultMemory, FaultState, HeldPress } from './types.ts'

export const OPENED_KIND = 'fault.opened'
export const REPORTED_KIND = 'fault.reported'
export const PRESSED_KIND = 'fault.pressed'
export const PLACED_KIND = 'fault.placed'
export const CHANGED_KIND = 'fault.changed'
export const FROZEN_KIND = 'fault.frozen'
/** Class B: nothing that did not stand in the record before. */
export const SAVED_KIND = 'fault.saved'
/** What storingen are made of again at a start. */
export const FAULT_KINDS = [OPENED_KIND, REPORTED_KIND, PRESSED_KIND, PLACED_KIND, CHANGED_KIND, FROZEN_KIND] as const

const utcMs = z.number().int()
const faultSchema = z.object({
  number: z.string(),
  service: z.string().optional(),
  openedBy: z.enum(['person', 'automatic']),
  openedUtcMs: utcMs,
  seenUtcMs: utcMs,
  state: z.enum(['open', 'closed']),
  closedUtcMs: utcMs.optional(),
  begunUtcMs: utcMs.optional(),
  symptom: z.object({ code: z.enum(FAULT_SYMPTOMS), proposed: z.boolean() }).optional(),
  effect: z.enum(EFFECTS).optional(),
  danger: z.enum(DANGERS).optional(),
  owner: z.enum(OWNERS).optional(),
  links: z.array(z.string()),
  freeze: z.object({ fromUtcMs: utcMs, toUtcMs: utcMs, fromSeq: z.number().int() }).optional(),
  recorded: z.boolean(),
  entries: z.number().int(),
  past: z.literal(true).optional(),
})
export const savedFaultsSchema = z.object({ room: z.string(), seq: z.number().int(), faults: z.array(faultSchema), last: z.record(z.string(), z.number().int()) })
export interface SavedFaults {
  /** Of one room: a workstation that was moved reads the entries themselves. */
  readonly room: string
  /** Entries up to here are in it. */
  readonly seq: number
  readonly faults: readonly Fault[]
  readonly last: LastNumbers
}

/** An entry holds 64 kB; one storing takes at most some 7, nearly always a half. */
const SAVED_BYTES = 48_000

/**
 * What a later run reads instead of the entries up to here.
 *
 * @returns undefined while nothing is known, or when it is more than an entry holds: then a start reads the entries themselves
 */
export function toSave({ known, faults, last }: FaultState, { room, seq, nowUtcMs }: { readonly room: string; readonly seq: number; readonly nowUtcMs: number }): SavedFaults | undefined {
  const saved = { room, seq, faults: keep(faults, nowUtcMs), last }
  return known && Object.keys(last).length > 0 && Buffer.byteLength(JSON.stringify(saved)) <= SAVED_BYTES ? saved : undefined
}

/**
 * @param entries  of FAULT_KINDS, oldest first; what does not read as one of ours, or of this room, is passed over
 * @param room  of this position: after it was moved, storingen of the other room are not its own
 */
export function memoryOf({ saved, entries, room, nowUtcMs }: { readonly saved: SavedFaults | undefined; readonly entries: readonly StoredEntry[]; readonly room: string; readonly nowUtcMs: number }): FaultMemory {
  const isOurs = (number: unknown): boolean => {
    const parsed = parseNumber(number)
    return parsed?.room === room && (parsed.series === 'S' || parsed.series === 'O')
  }
  const later = entries.filter(({ seq }) => seq > (saved?.seq ?? 0))
  const begin = (saved?.faults ?? []).filter(({ number }) => isOurs(number))
  const faults = later.filter(({ payload }) => isOurs(payload['number'])).reduce(replay, begin)
  const numbers = [...faults.map(({ number }) => number), ...later.map(({ payload }) => payload['number'])]
  return { faults: keep(faults, nowUtcMs), last: highest(saved?.last ?? {}, lastOf(numbers, room)), held: heldOf(later) }
}

export const highest = (one: LastNumbers, other: LastNumbers): LastNumbers =>
  Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => [key, Math.max(one[key] ?? 0, other[key] ?? 0)]))

/** One that a summary holds already is not opened twice, and a change that it holds already changes nothing. */
function replay(faults: readonly Fault[], { kind, payload, utcMs: atUtcMs }: StoredEntry): readonly Fault[] {
  const { number } = payload
  if (kind === OPENED_KIND) return faults.some((fault) => fault.number === number) ? faults : [...faults, openedIn(payload, atUtcMs)]
  return faults.map((fault) => {
    if (fault.number !== number) return fault
    if (kind === FROZEN_KIND) return frozen(fault, payload['toUtcMs'])
    if (kind !== CHANGED_KIND) return { ...fault, seenUtcMs: Math.max(fault.seenUtcMs, atUtcMs) }
    const changed = applyChange(fault, { what: payload['what'], to: payload['to'] }, atUtcMs)
    return payload['because'] === 'relapse' || payload['because'] === 'measured' ? { ...changed, seenUtcMs: atUtcMs, ...windowIn(payload) } : changed
  })
}

function openedIn(payload: StoredEntry['payload'], atUtcMs: number): Fault {
  const { number, service, by, foundUtcMs, begunUtcMs, symptom, after } = payload
  const openedUtcMs = typeof foundUtcMs === 'number' ? foundUtcMs : atUtcMs
  const code = FAULT_SYMPTOMS.find((one) => one === symptom)
  return {
    number: String(number),
    ...(typeof service === 'string' ? { service } : {}),
    openedBy: by === 'person' ? 'person' : 'automatic',
    openedUtcMs,
    seenUtcMs: openedUtcMs,
    state: 'open',
    ...(typeof begunUtcMs === 'number' ? { begunUtcMs } : {}),
    ...(code === undefined ? {} : { symptom: { code, proposed: true } }),
    links: typeof after === 'string' ? [after] : [],
    freeze: { fromUtcMs: openedUtcMs - FROZEN_BEFORE_MS, toUtcMs: openedUtcMs + FROZEN_AFTER_MS, fromSeq: 0 },
    ...windowIn(payload),
    recorded: true,
    entries: 0,
  }
}

const windowSchema = z.object({ fromUtcMs: utcMs, toUtcMs: utcMs, fromSeq: z.number().int() })

function windowIn(payload: StoredEntry['payload']): Pick<Fault, 'freeze'> {
  const read = windowSchema.safeParse(payload['freeze'])
  return read.success ? { freeze: read.data } : {}
}

/** A window that was begun later is another one. */
function frozen(fault: Fault, toUtcMs: unknown): Fault {
  const { freeze, ...rest } = fault
  return freeze && typeof toUtcMs === 'number' && toUtcMs >= freeze.toUtcMs ? rest : fault
}

/** Open ones, those closed lately, and of each cause the last one: the next names it. */
function keep(faults: readonly Fault[], nowUtcMs: number): readonly Fault[] {
  return faults.flatMap((fault, at) => {
    if (fault.state === 'open' || nowUtcMs - (fault.closedUtcMs ?? 0) < RELAPSE_MS) return [fault]
    const isLast = !faults.slice(at + 1).some((one) => one.service === fault.service && seriesOf(one) === seriesOf(fault))
    // Also one whose window was never said to be over.
    return isLast || fault.freeze ? [{ ...fault, past: true as const }] : []
  })
}

/** Clicks of a run that ended before they found their storing. */
function heldOf(entries: readonly StoredEntry[]): readonly HeldPress[] {
  const placed = new Set(entries.flatMap(({ payload }) => (Array.isArray(payload['presses']) ? payload['presses'] : [])))
  return entries.flatMap(({ kind, payload, utcMs: atUtcMs }) => {
    const { press, series } = payload
    return kind === PRESSED_KIND && typeof press === 'string' && !placed.has(press) ? [{ press, series: series === 'O' ? 'O' as const : 'S' as const, utcMs: atUtcMs }] : []
  })
}

/** How many entries each open storing has got since the summary, up to where this run counts by itself. */
export function countLater(faults: readonly Fault[], read: { readonly saved: SavedFaults | undefined; readonly openings: readonly StoredEntry[]; readonly newest: readonly StoredEntry[]; readonly untilSeq: number }): Record<string, number> {
  const { saved, openings, newest, untilSeq } = read
  const openedAt = new Map(openings.filter(({ kind }) => kind === OPENED_KIND).map(({ payload, seq }) => [payload['number'], seq]))
  const later = newest.filter((entry) => entry.seq > (saved?.seq ?? 0) && entry.seq <= untilSeq)
  return Object.fromEntries(faults.map(({ number }) => [number, later.filter((entry) => entry.seq >= (openedAt.get(number) ?? 0)).length]))
}
