// What each fault does at the moment it begins and ends; what it does meanwhile stands where it bites (calls, answers).
import { EMERGENCY_PRIORITY } from '../constants.ts'
import { STATUS_EMERGENCY, type SdsDraft } from '../sds.ts'
import type { CallControl } from './calls.ts'
import type { IndividualCallControl } from './individual.ts'
import type { FaultName, FaultSet, RadioFault } from './faults.ts'
import type { TimerGroup } from './timers.ts'

export interface Talk {
  readonly ssi: number
  /** Absent: in the selected group. */
  readonly gssi?: number | undefined
  readonly priority?: number
}

export interface FaultPorts {
  readonly faults: FaultSet
  readonly calls: CallControl
  readonly individual: IndividualCallControl
  readonly hear: (talk: Talk) => void
  readonly deliverSds: (from: number, draft: SdsDraft) => void
  readonly powerCycle: (silentMs: number) => void
  readonly turnKnob: (gssi: number) => void
  readonly keyByHand: () => void
  readonly turnMode: (aiMode: number, how: 'aloud' | 'quietly') => void
  readonly loseServices: () => void
  readonly sayRegistration: () => void
  readonly setNoise: (seed: number | undefined) => void
  readonly later: TimerGroup['later']
}

export interface FaultSwitch {
  set(fault: RadioFault): void
  clear(name: FaultName): void
}

const MOMENTS: ReadonlySet<FaultName> = new Set(['power-cycle', 'knob', 'mode-knob', 'services-lost', 'floor-taken'])
const CAUSE_RESOURCE_LOST = 37

export function createFaultSwitch(ports: FaultPorts): FaultSwitch {
  const clear = (name: FaultName): void => {
    const wasSet = ports.faults.of(name) !== undefined
    ports.faults.clear(name)
    if (wasSet) end(name, ports)
  }
  return {
    set(fault) {
      const isMoment = MOMENTS.has(fault.fault)
      if (!isMoment) ports.faults.set(fault)
      begin(fault, ports)
      if ('forMs' in fault) ports.later(fault.forMs, () => clear(fault.fault))
    },
    clear,
  }
}

function begin(fault: RadioFault, ports: FaultPorts): void {
  switch (fault.fault) {
    case 'power-cycle':
      return ports.powerCycle(fault.silentMs)
    case 'other-talker':
    case 'own-identity':
      return ports.hear({ ssi: fault.ssi, gssi: fault.gssi })
    case 'emergency':
      if (fault.as !== 'call') ports.deliverSds(fault.ssi, { pdu: 'status', status: STATUS_EMERGENCY })
      if (fault.as !== 'status') ports.hear({ ssi: fault.ssi, gssi: fault.gssi, priority: EMERGENCY_PRIORITY })
      return
    case 'hand-microphone':
      return ports.keyByHand()
    case 'knob':
      return ports.turnKnob(fault.gssi)
    case 'deregistered':
      ports.calls.drop(CAUSE_RESOURCE_LOST)
      return ports.sayRegistration()
    case 'garbage':
      return ports.setNoise(fault.seed)
    case 'mode-knob':
      return ports.turnMode(fault.aiMode, fault.quietly ? 'quietly' : 'aloud')
    case 'services-lost':
      return ports.loseServices()
    case 'individual-call':
      return ports.individual.ring(fault)
    case 'floor-taken':
      return ports.calls.takeFloor(fault)
    case 'no-asking':
      return ports.calls.sayWhoMayAsk()
    case 'no-grant':
    case 'refuse':
    case 'inhibited':
    case 'signal':
    case 'battery':
    case 'repeat-sds':
    case 'stray-syntax-error':
    case 'sds-lost':
    case 'satellites':
    case 'queue':
    case 'late-grant':
    case 'refuse-group':
    case 'local-site':
    case 'silent':
      return
  }
}

function end(name: FaultName, ports: FaultPorts): void {
  switch (name) {
    case 'other-talker':
    case 'own-identity':
    case 'emergency':
      return ports.calls.otherStops()
    case 'hand-microphone':
      return ports.calls.releaseByHand()
    case 'deregistered':
      return ports.sayRegistration()
    case 'individual-call':
      return void ports.individual.hangUp()
    case 'no-asking':
      return ports.calls.sayWhoMayAsk()
    case 'garbage':
      return ports.setNoise(undefined)
    default:
      return
  }
}
