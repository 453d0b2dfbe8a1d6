// Emergency calls and signals: raised, kept over a restart, gone only when somebody takes them. Architecture section 6.
import type { RadioEvent } from '../../native/kit/driver.ts'
import type { Parts } from './parts.ts'

type Emergency = Extract<RadioEvent, { event: 'emergency' }>

export interface Emergencies {
  /** Raises again what was open when the host went down. */
  restore(): void
  heard(device: string, channel: string | undefined, event: Emergency): void
  deviceLost(device: string): void
  /** Monotonic moment of the last one on a channel's device that is still there: it holds automatic switching back. */
  lastMs(): number | undefined
}

export function createEmergencies({ deps, alarms, recorder, restored }: Parts): Emergencies {
  const { clock, bootId } = deps
  /** Who called where → alarm id. The id goes into the chain, so it holds no identity. */
  const ids = new Map<string, string>()
  let last: { readonly device: string; readonly atMs: number } | undefined

  const raise = (id: string, kind: string, params: Readonly<Record<string, string | undefined>>): void => {
    const said = Object.fromEntries(Object.entries(params).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])))
    alarms.raise({ id, kind: 'emergency', severity: 'emergency', code: `emergency-${kind}`, params: said })
  }

  return {
    restore() {
      for (const { payload, content } of restored.emergencies) {
        const { alarm, kind, gssi } = payload
        if (typeof alarm === 'string' && typeof kind === 'string') raise(alarm, kind, { from: content, gssi: typeof gssi === 'string' ? gssi : undefined })
      }
    },
    heard(device, channel, { kind, from, gssi }) {
      // A switch would move the radio out of the group that calls for help; the control radio stays where it is.
      if (channel !== undefined) last = { device, atMs: clock.monotonicMs() }
      const caller = `${device} ${kind} ${from ?? ''}`
      const known = ids.get(caller)
      if (known !== undefined && alarms.standing.some((alarm) => alarm.id === known)) return
      const id = `emergency:${bootId}:${ids.size + 1}:${Math.round(clock.monotonicMs())}`
      ids.set(caller, id)
      recorder.note('emergency.raised', { alarm: id, device, kind, gssi }, from ?? '')
      raise(id, kind, { from, gssi })
    },
    deviceLost(device) {
      if (last?.device === device) last = undefined
    },
    lastMs: () => last?.atMs,
  }
}
