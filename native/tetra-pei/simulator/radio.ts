// What a simulated radio is made with, and what it holds until it is switched off.
import type { Clock } from '../../kit/clock.ts'
import { encodeIdentity, type Identity } from '../messages/identity.ts'
import { GROUP_CALL, type CallSettings } from '../messages/call-setup.ts'

export interface SimulatedGroup {
  readonly gssi: number
  readonly name: string
}

/** Somebody is on the air with this radio. */
export interface Transmission {
  readonly cc: number
  readonly gssi: number
  readonly sinceMs: number
  /** Keyed over the PEI, or with the radio's own microphone. */
  readonly by: 'console' | 'hand'
}

export interface RadioSettings {
  readonly clock: Clock
  readonly identity: Required<Identity>
  /** The first is selected when the radio is switched on. */
  readonly groups: readonly SimulatedGroup[]
  /** From the end of a command to its result. */
  readonly answerMs: number
  /** From a request for the floor to the network's verdict. */
  readonly grantMs: number
  /** How long a group call stands after the last talker. */
  readonly hangMs: number
  /** The radio's own time-out timer. */
  readonly talkLimitMs: number
  /** From `+CMGS: <i>` to what became of the message. */
  readonly sdsMs: number
  /** Whether ATD is answered at once or, as a drive-test generator saw it, after the verdict. */
  readonly dialAnswer: 'at-once' | 'after-verdict'
  /** Layers whose services may be shared with the radio's screen (profile 2); the others answer 34. */
  readonly sharedLayers: readonly number[]
  /** From +CTOM until it has found its way in the new mode and says OK. */
  readonly modeMs: number
  /** The unit a message goes to answers this long after it went over the air, where a report is wanted. */
  readonly reportMs: number
  /** From ATZ until the radio speaks again. */
  readonly rebootMs: number
}

export const DEFAULT_SETTINGS = {
  answerMs: 50,
  grantMs: 300,
  hangMs: 5000,
  talkLimitMs: 180_000, // above the console's hard limit of 120 s: it is the last guard, not the first
  sdsMs: 2000,
  dialAnswer: 'after-verdict',
  sharedLayers: [0, 1, 2, 3],
  rebootMs: 8000,
  modeMs: 2500,
  reportMs: 1500,
} as const satisfies Partial<RadioSettings>

/** Lost when the radio is switched off, and the radio does not say so. */
export interface RadioMemory {
  echo: boolean
  verbose: boolean
  quiet: boolean
  /** `layer1,layer2` → profile. */
  readonly services: Map<string, number>
  registrationLevel: number
  selected: number | undefined
  aiMode: number
  volume: number
  callSettings: CallSettings
  sdsService: number
  slice: { readonly first: number; readonly last: number }
}

export function freshMemory(settings: RadioSettings): RadioMemory {
  return {
    echo: true,
    verbose: true,
    quiet: false,
    services: new Map(),
    registrationLevel: 0,
    selected: settings.groups[0]?.gssi,
    aiMode: 0,
    volume: 5,
    callSettings: GROUP_CALL,
    sdsService: 12,
    slice: { first: 1, last: 2000 },
  }
}

/** 17 digits, as Motorola sends its groups and itself. */
export function tsiOf(settings: RadioSettings, ssi: number): string {
  return encodeIdentity({ ...settings.identity, ssi })
}
