// Calls for help at their edge: raised, kept over a restart until somebody else has them, gone from the screen only when somebody
// takes them. What is one call is decided by `emergency/`. Architecture section 6.
import type { Timer } from '../../native/kit/clock.ts'
import type { RadioEvent } from '../../native/kit/driver.ts'
import { createMachine } from '../../native/kit/machine.ts'
import type { EmergencyView, HandOnTo } from '../contract/switching.ts'
import { heardOn, holdsSinceMs, isOverlong, lostOn, type EmergencyHold } from './emergency/emergency-hold.ts'
import { isOpen, NO_EMERGENCIES, reduceEmergencies, type ByRbs, type Emergency, type EmergencyEffect, type EmergencyEvent, type EmergencyState } from './emergency/emergency-machine.ts'
import { createOpenKeeping, unknownTo } from './emergency/kept-open.ts'
import { ALSO_HEARD_KIND, emergenciesIn, RAISED_KIND, REMINDED_KIND, TAKEN_KIND } from './emergency/recorded.ts'
import type { Parts } from './parts.ts'
import { readEmergencies } from './restore.ts'

type Heard = Extract<RadioEvent, { event: 'emergency' }>

export interface Emergencies {
  /** Raises again what was open when the host went down. */
  restore(): void
  /** The record can be read again: what a host that started without it does not know yet is raised now. */
  recordIsBack(): void
  /** Another record has begun: what is nobody else's yet must stand in it, or a restart would forget it. */
  recordBegan(): void
  heard(device: string, channel: string | undefined, event: Heard): void
  deviceLost(device: string): void
  /** Its alarm was taken. */
  taken(id: string): void
  /** Somebody else has it now. @returns why not */
  handOn(id: string, to: HandOnTo): 'no-such-emergency' | 'not-taken' | undefined
  rbsIs(rbs: ByRbs): void
  /** Monotonic moment of the last one that holds automatic switching back, on a channel's device that is still there. */
  lastMs(): number | undefined
  stop(): void
}

export const OVERLONG_KIND = 'emergency.holds-no-longer'

export function createEmergencies({ deps, alarms, recorder, restored, topics, unitOf }: Parts): Emergencies {
  const { clock, bootId, site } = deps
  const bounds = { quietMs: site.settings.emergencyQuietMs, mostMs: site.settings.emergencyHoldMaxMs }
  let unread = restored.emergencies === undefined
  const keepOpen = createOpenKeeping(deps.openCalls)
  const beside = restored.emergenciesBeside ?? []
  let hold: EmergencyHold = {}
  let timer: Timer | undefined
  let count = 0

  const labelOf = (device: string): string => site.devices.find((one) => one.id === device)?.label ?? device
  const view = ({ id, kind, from, gssi, devices, raisedUtcMs, rbs, taken, handedOn }: Emergency): EmergencyView => {
    const unit = unitOf(from)
    return {
      id, kind, raisedUtcMs,
      device: devices.map(labelOf).join(', '),
      rbsSaw: rbs === 'down' ? 'no' : 'unknown',
      unconfirmed: rbs !== 'at',
      ...(unit === undefined ? {} : { unit }),
      ...(gssi === undefined ? {} : { gssi }),
      ...(taken ? { takenUtcMs: taken.utcMs } : {}),
      ...(handedOn ? { handedOn } : {}),
    }
  }
  const show = ({ all }: EmergencyState): void => {
    const value = Object.fromEntries(all.map((one) => [one.id, view(one)]))
    topics.remove('emergencies', Object.keys(topics.value('emergencies')).filter((id) => value[id] === undefined))
    topics.set('emergencies', value)
  }
  /** Call sign and device are looked up when it is shown: the record holds neither. */
  const raise = (one: Emergency): void => {
    const { device, unit, gssi } = view(one)
    const said = Object.entries({ device, from: one.from, gssi, unit }).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value] as const]))
    alarms.raise({ id: one.id, kind: 'emergency', severity: 'emergency', code: `emergency-${one.kind}`, params: Object.fromEntries(said), sinceUtcMs: one.raisedUtcMs })
  }
  const perform = (effect: EmergencyEffect, dispatch: (event: EmergencyEvent) => void): void => {
    switch (effect.effect) {
      case 'raise': {
        const { emergency: one, because } = effect
        // Before its alarm: the page says with it whether the RBS can have seen it.
        topics.set('emergencies', { [one.id]: view(one) })
        raise(one)
        if (because === 'new') noteRaised(recorder, one)
        if (because === 'another-device') recorder.note(ALSO_HEARD_KIND, { alarm: one.id, device: one.devices.at(-1), gssi: one.gssi })
        return
      }
      case 'remind': {
        const { id, gssi } = effect.emergency
        alarms.raise({ id: reminderOf(id), kind: 'radio', severity: 'warning', code: 'emergency-not-handed-on', params: gssi === undefined ? {} : { gssi } }, effect.again ? 'as-before' : undefined)
        if (!effect.again) recorder.note(REMINDED_KIND, { alarm: id })
        return
      }
      case 'end-reminder':
        return alarms.clear(reminderOf(effect.id))
      case 'wake':
        timer?.cancel()
        timer = clock.after(effect.ms, () => dispatch({ event: 'time-passed' }))
        return
      case 'sleep':
        timer?.cancel()
        timer = undefined
    }
  }
  const machine = createMachine<EmergencyState, EmergencyEvent, EmergencyEffect>({
    initial: { ...NO_EMERGENCIES, rbs: 'away', rbsSinceMs: clock.monotonicMs() },
    reduce: reduceEmergencies({ handOnMs: site.settings.handOnMs }),
    perform,
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      if (before.all === after.all) return
      show(after)
      keepOpen(after.all)
    },
  })

  const noteAgain = (one: Emergency): void => {
    noteRaised(recorder, one, { since: Math.round(one.raisedUtcMs) })
    if (one.taken) recorder.note(TAKEN_KIND, { alarm: one.id, since: one.taken.utcMs })
    if (one.reminded) recorder.note(REMINDED_KIND, { alarm: one.id })
  }

  return {
    restore() {
      machine.dispatch({ event: 'restored', all: [...(restored.emergencies ?? []), ...beside] })
      if (!unread) beside.forEach(noteAgain)
    },
    recordIsBack() {
      if (!unread) return
      unread = false
      void readEmergencies(deps.ledger).then((read) => {
        unread = read === undefined
        machine.dispatch({ event: 'restored', all: emergenciesIn(read ?? []) })
        // As they stand by now: somebody may have taken one meanwhile.
        const missing = new Set(read ? unknownTo(read, beside).map(({ id }) => id) : [])
        machine.state.all.filter(({ id, handedOn }) => missing.has(id) && !handedOn).forEach(noteAgain)
      })
    },
    recordBegan() {
      machine.state.all.filter(({ handedOn }) => handedOn === undefined).forEach(noteAgain)
    },
    heard(device, channel, { kind, from, gssi }) {
      const nowMs = clock.monotonicMs()
      // A switch would move the radio out of the group that calls for help; the control radio stays where it is.
      if (channel !== undefined) {
        const wasOverlong = isOverlong(hold, device, bounds)
        hold = heardOn(hold, device, nowMs, bounds)
        if (!wasOverlong && isOverlong(hold, device, bounds)) recorder.note(OVERLONG_KIND, { device, ms: bounds.mostMs })
      }
      count += 1
      // The id goes into the chain, so it holds no identity.
      const id = `emergency:${bootId}:${count}:${Math.round(nowMs)}`
      machine.dispatch({ event: 'heard', id, utcMs: clock.utcMs(), device, kind, from, gssi })
    },
    deviceLost(device) {
      hold = lostOn(hold, device)
    },
    taken: (id) => machine.dispatch({ event: 'taken', id, utcMs: Math.round(clock.utcMs()) }),
    handOn(id, to) {
      const one = machine.state.all.find((other) => other.id === id)
      if (!one || one.handedOn) return 'no-such-emergency'
      if (isOpen(one)) return 'not-taken'
      machine.dispatch({ event: 'handed-on', id, to, utcMs: Math.round(clock.utcMs()) })
      return undefined
    },
    rbsIs: (rbs) => machine.dispatch({ event: 'rbs-changed', rbs }),
    lastMs: () => holdsSinceMs(hold, bounds),
    stop: () => timer?.cancel(),
  }
}

const reminderOf = (id: string): string => `hand-on:${id}`

function noteRaised(recorder: Parts['recorder'], { id, kind, gssi, devices, rbs, from }: Emergency, more: object = {}): void {
  recorder.note(RAISED_KIND, { alarm: id, device: devices[0], ...(devices.length > 1 ? { devices } : {}), kind, gssi, rbs, ...more }, from ?? '')
}
