// Plays the plan. Of all pages of a workstation one sounds; when it goes, another takes over.
import type { Clock, Timer } from '../../electron/contract/clock.ts'
import type { Preferences } from '../../electron/contract/preferences.ts'
import type { Language } from '../../electron/contract/words.ts'
import { createOutput, type Output, type OutputContext } from './output.ts'
import { SOUND_OUTPUTS, type SoundFacts, type SoundOutput } from './sound-facts.ts'
import { readHeard, writeHeard, type HeardStore } from './heard-before.ts'
import { planHeard } from './plan-heard.ts'
import { NOTHING_HEARD, type Cue, type FaultLevel, type SoundMemory } from './sound-plan.ts'
import { createSoundTurn, type SoundClaim, type SoundTurn } from './sound-turn.ts'
import { ALARM_SOUNDS } from './tones.ts'
import { DUCK_DB, gainOf, gainOfDb } from './volume.ts'

export type SoundPreferences = Pick<Preferences, 'faultOutput' | 'headsetOutput' | 'volume'>

export type SoundState =
  /** For the first moments only. */
  | { readonly sound: 'starting' }
  | { readonly sound: 'ready' }
  /** Another page of this workstation sounds, and shows what is wrong with it. */
  | { readonly sound: 'elsewhere' }
  /** The browser wants a key press first. Until then one output or both are not heard. */
  | { readonly sound: 'suspended' }
  /** The chosen device is not there: these sound on the default one, or nowhere. */
  | { readonly sound: 'output-missing'; readonly outputs: readonly SoundOutput[] }
  /** This browser makes no sound. */
  | { readonly sound: 'unsupported' }

export interface SoundDeps {
  readonly clock: Clock
  /** Absent where there is no Web Audio. */
  readonly createContext: (() => OutputContext) | undefined
  /** Ids of the outputs there are; undefined where the browser does not tell. */
  readonly outputDevices: () => Promise<readonly string[] | undefined>
  /** @returns its end */
  readonly onDevicesChanged: (listener: () => void) => () => void
  /** Calls at every key or pointer press. @returns its end */
  readonly onPress: (listener: () => void) => () => void
  /** Calls `hold` once this page is the one that sounds; held until what `hold` returns is settled or the signal comes. */
  readonly onlyOne: (signal: AbortSignal, hold: () => Promise<void>) => void
  /** The spoken word for a drill, as a sound file. */
  readonly drillWord: (language: Language) => Promise<ArrayBuffer>
  /** Kept over a reload of this page. */
  readonly heardBefore: HeardStore
  readonly language: Language
  readonly preferences: SoundPreferences
}

export interface SoundPlayer {
  readonly state: SoundState
  /** @returns its end */
  onState(listener: (state: SoundState) => void): () => void
  /** New facts; call at every change and at least each second. */
  update(facts: SoundFacts): void
  /** `whole` until said otherwise. */
  claim(claim: SoundClaim): void
  prefer(preferences: SoundPreferences): void
  /** The language of the spoken word, when it is another than at the start. */
  speak(language: Language): void
  /** Plays three notes on one output, so that a person hears where it is. */
  testTone(which: SoundOutput): void
  /** Releases the devices; another page may sound. */
  stop(): void
}

/** The loudspeaker for faults, as the plan lets it through. */
export const FAULT_GAINS: Readonly<Record<FaultLevel, number>> = { open: 1, ducked: gainOfDb(DUCK_DB), muted: 0 }

export function createSoundPlayer(deps: SoundDeps): SoundPlayer {
  return new Player(deps)
}

class Player implements SoundPlayer {
  readonly #deps: SoundDeps
  readonly #listeners = new Set<(state: SoundState) => void>()
  readonly #stopping = new AbortController()
  readonly #ends: (() => void)[] = []
  #outputs: Readonly<Record<SoundOutput, Output>> | undefined
  #turn: SoundTurn | undefined
  #preferences: SoundPreferences
  #language: Language
  #memory: SoundMemory
  #facts: SoundFacts | undefined
  #level: FaultLevel = 'open'
  #timer: Timer | undefined
  #drillWord: AudioBuffer | undefined
  #headsetHeard = false
  #state: SoundState

  constructor(deps: SoundDeps) {
    this.#deps = deps
    this.#preferences = deps.preferences
    this.#language = deps.language
    this.#memory = { ...NOTHING_HEARD, faults: readHeard(deps.heardBefore.read()) }
    this.#state = deps.createContext ? { sound: 'elsewhere' } : { sound: 'unsupported' }
    const { createContext } = deps
    if (!createContext) return
    this.#turn = createSoundTurn({
      clock: deps.clock,
      onlyOne: (hold) => deps.onlyOne(this.#stopping.signal, hold),
      canBeHeard: () => this.#canBeHeard(),
      onHeld: () => this.#open(createContext),
      onElsewhere: () => this.#tell({ sound: 'elsewhere' }),
    })
    this.#turn.queue()
    const devicesChanged = (): void => {
      // A system that takes a device away may suspend what sounded on it; with the device it may sound again.
      this.#resume()
      void this.#findDevices()
    }
    this.#ends.push(deps.onDevicesChanged(devicesChanged), deps.onPress(() => this.#resume()))
  }

  get state(): SoundState {
    return this.#state
  }

  onState(listener: (state: SoundState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  update(facts: SoundFacts): void {
    this.#facts = facts
    this.#step()
  }

  claim(claim: SoundClaim): void {
    this.#turn?.claim(claim)
  }

  prefer(preferences: SoundPreferences): void {
    const before = this.#preferences
    this.#preferences = preferences
    this.#setLevels()
    if (before.faultOutput !== preferences.faultOutput || before.headsetOutput !== preferences.headsetOutput) void this.#findDevices()
  }

  speak(language: Language): void {
    if (language === this.#language) return
    this.#language = language
    if (this.#outputs) void this.#loadDrillWord()
  }

  testTone(which: SoundOutput): void {
    this.#resume()
    this.#outputs?.[which].play('test')
  }

  stop(): void {
    this.#stopping.abort()
    this.#timer?.cancel()
    for (const end of this.#ends.splice(0)) end()
    for (const output of this.#all()) output.close()
    this.#outputs = undefined
    this.#turn?.stop()
    this.#listeners.clear()
  }

  /** Outputs stay open also when the turn is over: a press must be able to let them sound. */
  #open(createContext: () => OutputContext): void {
    // What was taken to sound elsewhere until now may have sounded nowhere: a page that is just loaded has no other before it.
    this.#callAnew()
    const isNew = this.#outputs === undefined
    const create = (name: SoundOutput): Output => createOutput(name, createContext(), gainOf(name, this.#preferences.volume), () => this.#outputChanged())
    this.#outputs ??= { fault: create('fault'), headset: create('headset') }
    this.#outputChanged()
    this.#setLevels()
    this.#resume()
    if (!isNew) return
    void this.#findDevices()
    void this.#loadDrillWord()
  }

  async #findDevices(): Promise<void> {
    const devices = await this.#deps.outputDevices().catch(() => undefined)
    const { faultOutput, headsetOutput } = this.#preferences
    await Promise.all([this.#outputs?.fault.choose(faultOutput, devices), this.#outputs?.headset.choose(headsetOutput, devices)])
  }

  async #loadDrillWord(): Promise<void> {
    const language = this.#language
    const bytes = await this.#deps.drillWord(language).catch(() => undefined)
    // Without its word a drill still sounds; the screen says that it is one.
    const word = bytes && (await this.#outputs?.headset.decode(bytes).catch(() => undefined))
    if (word && language === this.#language) this.#drillWord = word
  }

  #resume(): void {
    for (const output of this.#all()) if (!output.sounds) void output.resume()
  }

  #outputChanged(): void {
    const isHeadsetHeard = this.#outputs?.headset.sounds === true
    // The loudspeaker only stood in for it.
    if (isHeadsetHeard && !this.#headsetHeard) this.#callAnew()
    this.#headsetHeard = isHeadsetHeard
    if (this.#turn?.held) this.#tell(this.#judge())
    else if (this.#canBeHeard()) this.#tell({ sound: 'elsewhere' })
    this.#turn?.judge()
    // What came while nothing could be heard is heard now.
    this.#step()
  }

  #judge(): SoundState {
    const all = this.#all()
    const having = (condition: Output['condition']): readonly SoundOutput[] => all.filter((one) => one.condition === condition).map((one) => one.name)
    if (having('starting').length > 0) return { sound: 'starting' }
    if (having('suspended').length > 0) return { sound: 'suspended' }
    const missing = having('device-missing')
    return missing.length > 0 ? { sound: 'output-missing', outputs: missing } : { sound: 'ready' }
  }

  #tell(state: SoundState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    for (const listener of [...this.#listeners]) listener(state)
  }

  /** A page that is not the one that sounds keeps the plan too, so that it takes over without ringing anew. */
  #step(): void {
    const facts = this.#facts
    if (!facts || this.#stopping.signal.aborted) return
    const heard = this.#heard()
    if (heard.length === 0) return
    const nowMs = this.#deps.clock.monotonicMs()
    const plan = planHeard(this.#memory, facts, { heard, nowMs })
    this.#keep(plan.state)
    this.#level = plan.level
    this.#setLevels()
    for (const cue of plan.cues) this.#play(cue)
    this.#timer?.cancel()
    this.#timer = plan.wakeAtMs === undefined ? undefined : this.#deps.clock.after(Math.max(0, plan.wakeAtMs - nowMs), () => this.#step())
  }

  /** A call for help that stands is heard at once, whatever was heard of it before. */
  #callAnew(): void {
    this.#memory = { ...this.#memory, emergencyAtMs: undefined, emergencies: [] }
  }

  #keep(memory: SoundMemory): void {
    const before = writeHeard(this.#memory.faults)
    this.#memory = memory
    const now = writeHeard(memory.faults)
    if (now !== before) this.#deps.heardBefore.write(now)
  }

  /** Where this page's cues are heard: what another page sounds is taken to be heard everywhere. */
  #heard(): readonly SoundOutput[] {
    if (!this.#turn?.held && this.#state.sound === 'elsewhere') return SOUND_OUTPUTS
    return this.#all().filter((output) => output.sounds).map((output) => output.name)
  }

  #canBeHeard(): boolean {
    return this.#all().some((output) => output.sounds)
  }

  #play({ sound, output, drill }: Cue): void {
    if (!this.#turn?.held) return
    this.#outputs?.[output].play(sound, drill && ALARM_SOUNDS.has(sound) ? this.#drillWord : undefined)
  }

  #setLevels(): void {
    const { volume } = this.#preferences
    this.#outputs?.fault.setLevel(gainOf('fault', volume) * FAULT_GAINS[this.#level])
    this.#outputs?.headset.setLevel(gainOf('headset', volume))
  }

  #all(): readonly Output[] {
    return this.#outputs ? [this.#outputs.fault, this.#outputs.headset] : []
  }
}
