// Plays one script through the model's console and judges it after every step; at its end the world is put in order, and the
// console must come to rest and carry a press again.
import type { SwitchEvent } from '../../../electron/host/fallback/types.ts'
import { Judge, type Verdict } from './judge.ts'
import { createModelClock } from './model-clock.ts'
import { startConsole, type ModelConsole, type ModelWorld } from './model-console.ts'
import { FIXED_GROUPS } from './model-plan.ts'
import { ModelRadio } from './model-radio.ts'
import { FAST, MODEL_RADIOS, type ModelEvent, type ModelPress, type Script } from './script.ts'

const PEDAL = 'pedal/middle'
const PAGE = 'page-1/screen'
const KEEP_ALIVE_MS = 100
/** Cables, hang-ups, reconfirming and the quiet time after a switch together take less. */
const REST_MS = 20_000
const PRESS_MS = 2000

interface Hands {
  pedal: 'up' | 'down' | 'lost'
  /** A pedal that was down when it appeared counts only after it was seen up. */
  pedalArmed: boolean
  page: 'up' | 'down' | 'hung' | 'gone'
}

/** @returns the first law that was broken */
export async function play(script: Script): Promise<Verdict | undefined> {
  const stage = await Stage.open(script)
  for (const { afterMs, event } of script.moments) {
    await stage.pass(afterMs)
    if (stage.judge.broken) return stage.judge.broken
    await stage.happen(event)
    if (stage.judge.broken) return stage.judge.broken
  }
  await stage.comeToRest()
  return stage.judge.broken
}

class Stage {
  readonly judge: Judge
  readonly #world: ModelWorld
  #console!: ModelConsole
  readonly #hands: Hands = { pedal: 'up', pedalArmed: true, page: 'up' }

  private constructor(script: Script) {
    const clock = createModelClock()
    const radios = MODEL_RADIOS.map((id) => new ModelRadio({ clock, id, ...(FIXED_GROUPS[id] === undefined ? {} : { fixedGroup: FIXED_GROUPS[id] }), onSent: (radio, what) => this.judge.sent(radio, what) }))
    this.#world = { clock, site: script.site, radios, rbs: 'ok', proofs: 0, ownNetworkDown: false, networkSilent: false, manned: script.site.manned, lastOwnSpeechMs: undefined, entries: [], lastChannel: undefined, boots: 0 }
    this.judge = new Judge(this.#world)
  }

  static async open(script: Script): Promise<Stage> {
    const stage = new Stage(script)
    await stage.#boot()
    return stage
  }

  async #boot(): Promise<void> {
    this.#console = await startConsole(this.#world, { onReport: (report, state) => this.judge.reported(report, state), onRelease: () => this.judge.released() })
    this.judge.began(this.#console)
    if (this.#hands.pedal !== 'lost') this.#plugIn(this.#hands.pedal === 'down')
    this.#hands.page = 'gone'
    await this.#settled()
  }

  async pass(ms: number): Promise<void> {
    await this.#world.clock.advance(ms, this.#look)
    this.#look()
  }

  async happen(event: ModelEvent): Promise<void> {
    if (event.do === 'killed') {
      this.#console.kill()
      await this.#boot()
    } else this.#act(event)
    await this.#settled()
  }

  /** Everything is mended and every hand is off: nothing may be left keyed or undecided, and a press must be heard again. */
  async comeToRest(): Promise<void> {
    await this.happen({ do: 'pedal', is: this.#hands.pedal === 'lost' ? 'found-up' : 'up' })
    await this.happen({ do: 'page', is: 'gone' })
    for (const radio of this.#world.radios) {
      radio.ways = FAST
      radio.network('wide')
      radio.turnMode('dmo')
      radio.cable('in')
      radio.heard(false)
    }
    await this.happen({ do: 'rbs', is: 'ok', proofs: 0 })
    await this.happen({ do: 'own-network', down: false })
    await this.pass(REST_MS)
    const { step, active } = this.#console.fallback.state
    if (step.phase !== 'settled') return this.judge.fail('comes to rest', step.phase)
    if (active.channel === 'rbs') return
    if (!active.confirmed) return this.judge.fail('confirms its channel again', active.channel)
    await this.happen({ do: 'pedal', is: 'down' })
    await this.pass(PRESS_MS)
    if (this.#console.ptt.state.transmission.phase !== 'talking') this.judge.fail('carries a press again', JSON.stringify(this.#console.ptt.state.transmission))
    await this.happen({ do: 'pedal', is: 'up' })
  }

  // ── one event ─────────────────────────────────────────────────────────────────────────────

  #act(event: Exclude<ModelEvent, { do: 'killed' }>): void {
    const world = this.#world
    switch (event.do) {
      case 'wait':
        return
      case 'press':
        return this.#press(event)
      case 'pedal':
        return this.#pedal(event.is)
      case 'page':
        return this.#page(event.is)
      case 'rbs':
        world.rbs = event.is
        world.proofs = event.proofs
        return this.#console.tell()
      case 'own-network':
        world.ownNetworkDown = event.down
        return this.#console.tell()
      case 'own-speech':
        world.lastOwnSpeechMs = world.clock.monotonicMs()
        return this.#console.tell()
      case 'network-silent':
        world.networkSilent = event.is
        return this.#console.tell()
      case 'manned':
        world.manned = event.is
        return this.#console.tell()
      case 'stood-still':
        world.clock.standStill(event.ms)
        return this.judge.stoodStill()
      case 'taken':
        return this.#console.takeEmergency()
      case 'clock-stepped':
        return world.clock.stepUtc(event.ms)
      default:
        return this.#toRadio(event)
    }
  }

  #toRadio(event: Extract<ModelEvent, { radio: string }>): void {
    const radio = this.#world.radios.find(({ id }) => id === event.radio)
    switch (event.do) {
      case 'cable':
        return radio?.cable(event.is)
      case 'network':
        return radio?.network(event.is)
      case 'mode':
        return radio?.turnMode(event.is)
      case 'knob':
        return radio?.knob(event.gssi)
      case 'ways':
        if (radio) radio.ways = event.ways
        return undefined
      case 'heard':
        return radio?.heard(event.speaking)
      case 'interrupted':
        return radio?.interrupted()
      case 'emergency':
        return radio?.emergency()
    }
  }

  #press(press: ModelPress): void {
    const event = pressEvent(press)
    this.judge.pressing(event, () => void this.#console.press(event))
  }

  #pedal(is: 'down' | 'up' | 'lost' | 'found-up' | 'found-down'): void {
    const hands = this.#hands
    const { ptt } = this.#console
    if (is === 'lost') {
      if (hands.pedal !== 'lost') ptt.dispatch({ event: 'source-removed', source: PEDAL })
      hands.pedal = 'lost'
    } else if (hands.pedal === 'lost') {
      if (is === 'found-up' || is === 'found-down') this.#plugIn(is === 'found-down')
    } else if (is === 'down' && hands.pedal === 'up') {
      hands.pedal = 'down'
      const press = (): void => ptt.dispatch({ event: 'source-pressed', source: PEDAL })
      if (hands.pedalArmed) this.judge.keying(press)
      else press()
    } else if (is === 'up' && hands.pedal === 'down') {
      hands.pedal = 'up'
      hands.pedalArmed = true
      ptt.dispatch({ event: 'source-released', source: PEDAL })
    }
  }

  #plugIn(down: boolean): void {
    const { ptt } = this.#console
    this.#hands.pedal = down ? 'down' : 'up'
    this.#hands.pedalArmed = !down
    ptt.dispatch({ event: 'source-added', source: PEDAL, kind: 'device' })
    ptt.dispatch({ event: 'source-read', source: PEDAL, down })
  }

  #page(is: 'down' | 'up' | 'hung' | 'alive' | 'gone'): void {
    const hands = this.#hands
    const { ptt } = this.#console
    switch (is) {
      case 'down':
        if (hands.page !== 'up' && hands.page !== 'gone') return
        if (!ptt.state.sources[PAGE]) {
          ptt.dispatch({ event: 'source-added', source: PAGE, kind: 'page' })
          ptt.dispatch({ event: 'source-read', source: PAGE, down: false })
        }
        hands.page = 'down'
        this.judge.keying(() => ptt.dispatch({ event: 'source-pressed', source: PAGE }))
        return this.#keepPageAlive(this.#world.boots)
      case 'up':
        if (hands.page !== 'down') return
        hands.page = 'up'
        return ptt.dispatch({ event: 'source-released', source: PAGE })
      case 'hung':
        if (hands.page === 'down') hands.page = 'hung'
        return
      case 'alive':
        if (hands.page === 'hung') hands.page = 'down'
        return
      case 'gone':
        hands.page = 'gone'
        return ptt.dispatch({ event: 'source-removed', source: PAGE })
    }
  }

  /** As long as it is held: also while it hangs, for it may live again. */
  #keepPageAlive(boot: number): void {
    const { clock } = this.#world
    const { page } = this.#hands
    if (this.#world.boots !== boot || (page !== 'down' && page !== 'hung')) return
    if (page === 'down') this.#console.ptt.dispatch({ event: 'source-kept-alive', source: PAGE })
    clock.after(KEEP_ALIVE_MS, () => this.#keepPageAlive(boot))
  }

  readonly #look = (): void => {
    const { pedal, pedalArmed, page } = this.#hands
    this.judge.look((pedal === 'down' && pedalArmed) || page === 'down')
  }

  async #settled(): Promise<void> {
    await this.#world.clock.settle()
    this.#look()
  }
}

function pressEvent(press: ModelPress): Extract<SwitchEvent, { event: `${string}-pressed` }> {
  switch (press.press) {
    case 'switch':
      return { event: 'switch-pressed', ...(press.to === undefined ? {} : { to: press.to }), ...(press.group === undefined ? {} : { group: press.group }) }
    case 'group':
      return { event: 'group-pressed', group: press.group }
    case 'undo':
      return { event: 'undo-pressed' }
    case 'stay':
      return { event: 'stay-pressed' }
    case 'return':
      return { event: 'return-pressed' }
  }
}
