// Emergency calls and signals: raised, kept over a restart, gone only when somebody takes them. Architecture section 6.
import type { RadioEvent } from '../../native/kit/driver.ts'
import type { StoredEntry } from './ledger/port.ts'
import type { Parts } from './parts.ts'
import { readOpenEmergencies } from './restore.ts'

/** Radios repeat what they tell for up to 10 s; a call without a number after that may be anybody's. */
const UNNAMED_MS = 10_000

type Emergency = Extract<RadioEvent, { event: 'emergency' }>

export interface Emergencies {
  /** Raises again what was open when the host went down. */
  restore(): void
  /** The record can be read again: what a host that started without it does not know yet is raised now. */
  recordIsBack(): void
  /** Another record has begun: what nobody took yet must stand in it, or a restart would forget it. */
  recordBegan(): void
  heard(device: string, channel: string | undefined, event: Emergency): void
  deviceLost(device: string): void
  /** Monotonic moment of the last one on a channel's device that is still there: it holds automatic switching back. */
  lastMs(): number | undefined
}

export function createEmergencies({ deps, alarms, recorder, restored, unitOf }: Parts): Emergencies {
  const { clock, bootId } = deps
  /** Who called where → alarm id, and when it was last heard. The id goes into the chain, so it holds no identity. */
  const known = new Map<string, { readonly alarm: string; readonly heardMs: number }>()
  const told = new Map<string, { readonly device: string; readonly kind: string; readonly gssi: string | undefined; readonly from: string | undefined }>()
  let unread = restored.emergencies === undefined
  let last: { readonly device: string; readonly atMs: number } | undefined

  /** Call sign and device are looked up when it is shown: the record holds neither. */
  const raise = (id: string, kind: string, { sinceUtcMs, ...heard }: { readonly device: string; readonly from: string | undefined; readonly gssi: string | undefined; readonly sinceUtcMs?: number }): void => {
    const device = deps.site.devices.find((one) => one.id === heard.device)?.label
    const said = Object.fromEntries(Object.entries({ ...heard, device, unit: unitOf(heard.from) }).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])))
    alarms.raise({ id, kind: 'emergency', severity: 'emergency', code: `emergency-${kind}`, params: said, ...(sinceUtcMs === undefined ? {} : { sinceUtcMs }) })
  }

  const raiseAgain = (open: readonly StoredEntry[]): void => {
    for (const { payload, content, utcMs } of open) {
      const { alarm, kind, gssi, device } = payload
      if (typeof alarm !== 'string' || typeof kind !== 'string') continue
      const group = typeof gssi === 'string' ? gssi : undefined
      told.set(alarm, { device: String(device), kind, gssi: group, from: content })
      raise(alarm, kind, { device: String(device), from: content, gssi: group, sinceUtcMs: typeof payload['since'] === 'number' ? payload['since'] : utcMs })
      // The same unit calling on is the same emergency, also after a restart.
      const caller = callerOf(String(device), { kind, from: content, gssi })
      if (!known.has(caller)) known.set(caller, { alarm, heardMs: Number.NEGATIVE_INFINITY })
    }
  }

  return {
    restore: () => raiseAgain(restored.emergencies ?? []),
    recordIsBack() {
      if (!unread) return
      unread = false
      void readOpenEmergencies(deps.ledger).then((open) => {
        unread = open === undefined
        raiseAgain(open ?? [])
      })
    },
    recordBegan() {
      for (const { id, kind: standing, sinceUtcMs } of alarms.standing) {
        const one = standing === 'emergency' ? told.get(id) : undefined
        if (!one) continue
        const { from, ...what } = one
        recorder.note('emergency.raised', { alarm: id, ...what, since: Math.round(sinceUtcMs) }, from ?? '')
      }
    },
    heard(device, channel, { kind, from, gssi }) {
      // A switch would move the radio out of the group that calls for help; the control radio stays where it is.
      if (channel !== undefined) last = { device, atMs: clock.monotonicMs() }
      const nowMs = clock.monotonicMs()
      const caller = callerOf(device, { kind, from, gssi })
      const earlier = known.get(caller)
      const isSame = earlier !== undefined && (from !== undefined || nowMs - earlier.heardMs < UNNAMED_MS)
      if (isSame && alarms.standing.some((alarm) => alarm.id === earlier.alarm)) {
        known.set(caller, { ...earlier, heardMs: nowMs })
        return
      }
      const id = `emergency:${bootId}:${known.size + 1}:${Math.round(nowMs)}`
      known.set(caller, { alarm: id, heardMs: nowMs })
      told.set(id, { device, kind, gssi, from })
      recorder.note('emergency.raised', { alarm: id, device, kind, gssi }, from ?? '')
      raise(id, kind, { device, from, gssi })
    },
    deviceLost(device) {
      if (last?.device === device) last = undefined
    },
    lastMs: () => last?.atMs,
  }
}

/** The same unit in another group is another call for help: others hear it, or nobody does. */
const callerOf = (device: string, { kind, from, gssi }: { readonly kind: string; readonly from: unknown; readonly gssi: unknown }): string =>
  JSON.stringify([device, kind, from ?? '', gssi ?? ''])
