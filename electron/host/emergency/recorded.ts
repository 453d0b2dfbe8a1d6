// What the record says of calls for help, read back at a start: from raised until handed on. Who called stands beside the chain.
import type { JsonObject } from '../../contract/words.ts'
import type { StoredEntry } from '../ledger/port.ts'
import type { ByRbs, Emergency } from './emergency-machine.ts'

export const RAISED_KIND = 'emergency.raised'
export const ALSO_HEARD_KIND = 'emergency.also-heard'
export const TAKEN_KIND = 'emergency.taken'
export const HANDED_ON_KIND = 'emergency.handed-on'
export const REMINDED_KIND = 'emergency.reminded'
export const EMERGENCY_KINDS = [RAISED_KIND, ALSO_HEARD_KIND, TAKEN_KIND, HANDED_ON_KIND, REMINDED_KIND] as const

/** Those that are not somebody else's yet, oldest first. @param newestFirst  entries of EMERGENCY_KINDS */
export function emergenciesIn(newestFirst: readonly StoredEntry[]): readonly Emergency[] {
  const found = new Map<string, Emergency>()
  for (const entry of newestFirst.toReversed()) {
    const id = textOf(entry.payload, 'alarm')
    if (id !== undefined) apply(found, id, entry)
  }
  return [...found.values()].toSorted((one, other) => one.raisedUtcMs - other.raisedUtcMs)
}

function apply(found: Map<string, Emergency>, id: string, entry: StoredEntry): void {
  const { kind, payload, utcMs } = entry
  if (kind === RAISED_KIND) {
    const raised = raisedOf(id, entry)
    if (raised) found.set(id, raised)
    return
  }
  const one = found.get(id)
  if (!one) return
  const device = textOf(payload, 'device')
  if (kind === ALSO_HEARD_KIND && device !== undefined) found.set(id, { ...one, devices: [...one.devices, device] })
  if (kind === TAKEN_KIND) found.set(id, { ...one, taken: { utcMs: momentOf(payload, 'since') ?? utcMs } })
  if (kind === REMINDED_KIND) found.set(id, { ...one, reminded: true })
  if (kind === HANDED_ON_KIND) found.delete(id)
}

function raisedOf(id: string, { payload, utcMs, content }: StoredEntry): Emergency | undefined {
  const { kind } = payload
  if (kind !== 'call' && kind !== 'status') return undefined
  const gssi = textOf(payload, 'gssi')
  const devices = payload['devices']
  return {
    id,
    kind,
    devices: Array.isArray(devices) ? devices.map(String) : [textOf(payload, 'device') ?? ''],
    raisedUtcMs: momentOf(payload, 'since') ?? utcMs,
    // An entry of before this was recorded says nothing of it.
    rbs: BY_RBS.find((word) => word === payload['rbs']) ?? 'at',
    ...(content === undefined || content === '' ? {} : { from: content }),
    ...(gssi === undefined ? {} : { gssi }),
  }
}

const BY_RBS: readonly ByRbs[] = ['at', 'away', 'down']
const textOf = (payload: JsonObject, key: string): string | undefined => (typeof payload[key] === 'string' ? payload[key] : undefined)
const momentOf = (payload: JsonObject, key: string): number | undefined => (typeof payload[key] === 'number' ? payload[key] : undefined)

