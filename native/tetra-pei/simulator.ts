// A TETRA radio behind a byte line, for tests, demo and rehearsal: it answers like the real thing and shares with the
// driver only the codec. Behaviour: reference sections 1 to 5; quirks 1, 2, 5, 8 and 12 are played, faults are switched.
import { encodeMode } from './messages/mode.ts'
import { encodeCmeError } from './messages/result.ts'
import type { SdsDraft } from './sds.ts'
import { answerCommand, type Answer } from './simulator/answers.ts'
import { CallControl } from './simulator/calls.ts'
import { createCommandLine, type CommandLine } from './simulator/command-line.ts'
import { createFaultSwitch, type FaultSwitch, type Talk } from './simulator/fault-effects.ts'
import { createFaultSet, type FaultName, type RadioFault } from './simulator/faults.ts'
import { createIndividualCall, type IndividualCallControl } from './simulator/individual.ts'
import { createOutput, type Output } from './simulator/output.ts'
import {
  DEFAULT_SETTINGS,
  freshMemory,
  type RadioMemory,
  type RadioSettings,
  type SimulatedGroup,
  type Transmission,
} from './simulator/radio.ts'
import { groupLine, registrationLine } from './simulator/reads.ts'
import { createShortData, type AiredSds, type SentSds, type ShortData } from './simulator/short-data.ts'
import { createTimerGroup, type TimerGroup } from './simulator/timers.ts'

export type { AiredSds, FaultName, RadioFault, SentSds, SimulatedGroup, Talk, Transmission }

/** Clock, identity and groups are needed; times and habits have defaults, see DEFAULT_SETTINGS. */
export type RadioSimulatorOptions = Pick<RadioSettings, 'clock' | 'identity' | 'groups'> &
  Partial<RadioSettings> & {
    /** Takes the bytes the radio sends. */
    readonly send: (bytes: Uint8Array) => void
    /** Called whenever the transmitter goes on or off. */
    readonly onTransmitting?: (now: Transmission | undefined) => void
    /** Called for each message that went over the air. */
    readonly onAired?: (sent: AiredSds) => void
  }

export interface LoggedCommand {
  readonly atMs: number
  readonly text: string
  /** `overrun`: it came while another ran and was lost: a radio takes one command at a time. */
  readonly fate: 'taken' | 'overrun'
}

export interface RadioSimulator {
  /** Off, with no timer left; a `power-cycle` switches it on again. */
  switchOff(): void
  /** Bytes from the console; lost while the radio is off. */
  receive(bytes: Uint8Array): void
  setFault(fault: RadioFault): void
  /** Ends a lasting fault; without a name all of them. */
  clearFault(name?: FaultName): void
  readonly faults: readonly FaultName[]
  /** Another unit speaks, until `silence`; heard only when its group is selected. */
  hear(talk: Talk): void
  silence(): void
  /** Short data from another unit; comes out when the console has registered for it. */
  deliverSds(from: number, draft: SdsDraft): void
  /** What another radio sent; comes out too, when it went to the group that is selected here. */
  overhearSds(from: number, sent: AiredSds): void
  readonly transmitting: Transmission | undefined
  /** The group it stands on, whoever turned it there. */
  readonly selected: number | undefined
  /** Newest last, at most 1000. */
  readonly commands: readonly LoggedCommand[]
  readonly sentSds: readonly SentSds[]
  readonly selectedGroup: number | undefined
  readonly isPowered: boolean
  /** `layer1,layer2` of each registered service. */
  readonly services: readonly string[]
}

const LOG_LIMIT = 1000
const CAUSE_RESOURCE_LOST = 37
const USER_DATA_TIMED_OUT = 37
const SERVICE = { speech: '0,0', groups: '1,11' } as const

export function createRadioSimulator(options: RadioSimulatorOptions): RadioSimulator {
  return new SimulatedRadio(options)
}

class SimulatedRadio implements RadioSimulator {
  readonly commands: LoggedCommand[] = []
  readonly #settings: RadioSettings
  readonly #set = createFaultSet()
  readonly #timers: TimerGroup
  readonly #output: Output
  readonly #calls: CallControl
  readonly #individual: IndividualCallControl
  readonly #shortData: ShortData
  readonly #line: CommandLine
  readonly #switch: FaultSwitch
  #memory: RadioMemory
  #isPowered = true
  #isBusy = false

  constructor(options: RadioSimulatorOptions) {
    const settings: RadioSettings = { ...DEFAULT_SETTINGS, ...options }
    const faults = this.#set
    const memory = (): RadioMemory => this.#memory
    const isMute = (): boolean => !this.#isPowered || faults.of('silent') !== undefined
    this.#settings = settings
    this.#memory = freshMemory(settings)
    this.#timers = createTimerGroup(settings.clock)
    this.#output = createOutput({ send: options.send, memory, isMute })
    this.#calls = new CallControl({
      settings,
      faults,
      say: (line) => this.#output.sayFor(SERVICE.speech, line),
      onTransmitting: (now) => options.onTransmitting?.(now),
    })
    this.#individual = createIndividualCall({ own: settings.identity.ssi, say: (line) => this.#output.sayFor(SERVICE.speech, line), nextInstance: () => this.#calls.nextInstance() })
    this.#shortData = createShortData({ settings, faults, output: this.#output, memory, later: this.#timers.later, onAired: options.onAired })
    this.#line = this.#createLine()
    this.#switch = this.#createSwitch()
  }

  receive(bytes: Uint8Array): void {
    if (this.#isPowered) this.#line.receive(bytes)
  }

  setFault(fault: RadioFault): void {
    this.#switch.set(fault)
  }

  clearFault(name?: FaultName): void {
    for (const one of name ? [name] : this.faults) this.#switch.clear(one)
  }

  get faults(): readonly FaultName[] {
    return this.#set.names
  }

  hear({ ssi, gssi = this.#memory.selected, priority = 0 }: Talk): void {
    const isHeard = this.#isOnNetwork && gssi === this.#memory.selected
    if (isHeard && gssi !== undefined) this.#calls.otherTalks({ ssi, gssi, priority })
  }

  silence(): void {
    this.#calls.otherStops()
  }

  deliverSds(from: number, draft: SdsDraft): void {
    this.#shortData.deliver(from, draft)
  }

  get selected(): number | undefined {
    return this.#memory.selected
  }

  overhearSds(from: number, sent: AiredSds): void {
    if (this.#isOnNetwork) this.#shortData.overhear(from, sent)
  }

  get transmitting(): Transmission | undefined {
    return this.#calls.transmitting
  }

  get sentSds(): readonly SentSds[] {
    return this.#shortData.sent
  }

  get selectedGroup(): number | undefined {
    return this.#memory.selected
  }

  get isPowered(): boolean {
    return this.#isPowered
  }

  get services(): readonly string[] {
    return [...this.#memory.services.keys()]
  }

  #createLine(): CommandLine {
    return createCommandLine({
      isEchoOn: () => this.#memory.echo,
      echo: this.#output.raw,
      onByte: () => this.#calls.abortDial(),
      onCommand: (text) => this.#take(text),
      onCancelled: () => this.#output.sayResult(encodeCmeError(USER_DATA_TIMED_OUT)),
    })
  }

  #createSwitch(): FaultSwitch {
    return createFaultSwitch({
      faults: this.#set,
      calls: this.#calls,
      individual: this.#individual,
      hear: (talk) => this.hear(talk),
      deliverSds: this.#shortData.deliver,
      powerCycle: (silentMs) => this.#powerCycle(silentMs),
      turnKnob: (gssi) => {
        this.#memory.selected = gssi
        this.#groupChanged()
      },
      keyByHand: () => this.#keyByHand(),
      turnMode: (aiMode, how) => this.#modeChanged(aiMode, how),
      loseServices: () => this.#memory.services.clear(),
      sayRegistration: () => this.#sayRegistration(),
      setNoise: this.#output.setNoise,
      later: this.#timers.later,
    })
  }

  #take(text: string): void {
    const atMs = this.#settings.clock.monotonicMs()
    this.commands.push({ atMs, text, fate: this.#isBusy ? 'overrun' : 'taken' })
    if (this.commands.length > LOG_LIMIT) this.commands.shift()
    if (this.#isBusy) return
    this.#isBusy = true
    this.#timers.later(this.#settings.answerMs, () => this.#perform(this.#answer(text)))
  }

  #answer(text: string): Answer {
    return answerCommand(text, {
      settings: this.#settings,
      memory: this.#memory,
      faults: this.#set,
      calls: this.#calls,
      individual: this.#individual,
      finish: (result) => this.#finish(result),
      groupChanged: () => this.#groupChanged(),
      changeMode: (aiMode) => this.#changeMode(aiMode),
      sendSds: this.#shortData.send,
      reboot: () => this.#powerCycle(this.#settings.rebootMs),
    })
  }

  #perform(answer: Answer): void {
    for (const text of answer.lines) this.#output.say(text)
    if (answer.result !== undefined) this.#finish(answer.result)
    answer.afterwards?.()
  }

  #finish(result: string): void {
    this.#isBusy = false
    if (result !== '') this.#output.sayResult(result)
  }

  get #isOnNetwork(): boolean {
    return this.#isPowered && !this.#set.of('deregistered')
  }

  #keyByHand(): void {
    const { selected } = this.#memory
    if (this.#isOnNetwork && selected !== undefined) this.#calls.keyByHand(selected)
  }

  #groupChanged(): void {
    if (this.#calls.isInCall && !this.#calls.transmitting) this.#calls.hangUp()
    this.#output.sayFor(SERVICE.groups, groupLine({ settings: this.#settings, memory: this.#memory }))
  }

  #changeMode(aiMode: number): void {
    this.#timers.later(this.#settings.modeMs, () => {
      this.#finish('OK')
      this.#modeChanged(aiMode, 'aloud')
    })
  }

  #modeChanged(aiMode: number, how: 'aloud' | 'quietly'): void {
    this.#memory.aiMode = aiMode
    this.#calls.drop(CAUSE_RESOURCE_LOST)
    this.#memory.services.clear()
    if (how === 'aloud') this.#output.say(encodeMode({ aiMode }))
  }

  #sayRegistration(): void {
    if (this.#memory.registrationLevel > 0) this.#output.say(registrationLine({ settings: this.#settings, faults: this.#set }))
  }

  switchOff(): void {
    this.#isPowered = false
    this.#isBusy = false
    this.#timers.cancelAll()
    this.#calls.reset()
    this.#individual.reset()
    this.#line.reset()
    this.#memory = freshMemory(this.#settings)
    for (const ended of ['own-identity', 'hand-microphone'] as const) this.#set.clear(ended)
  }

  #powerCycle(silentMs: number): void {
    this.switchOff()
    this.#timers.later(silentMs, () => {
      this.#isPowered = true
      const talker = this.#set.of('other-talker') // he speaks on, and the radio joins the call late
      if (talker) this.hear({ ssi: talker.ssi, gssi: talker.gssi })
    })
  }
}
