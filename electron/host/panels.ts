// Key panels at the edge: a press becomes the same call that a page or a global key makes, and the lights follow the topics.
// Works with every page gone. Transmit keys are not here: they go to the arbiter first, and nothing of this stands in their way.
import type { ButtonsEvent, ButtonsDriver } from '../../native/kit/buttons.ts'
import type { Clock, Timer } from '../../native/kit/clock.ts'
import type { CallName } from '../contract/calls.ts'
import { panelCallOf } from '../contract/key-calls.ts'
import { isPanelAction, type ButtonMeaning } from '../contract/keys.ts'
import type { Reply } from '../contract/link.ts'
import { panelCaller } from './calls.ts'
import { LIGHT_TOPICS, panelLights } from './devices/panel-lights.ts'
import type { Log } from './log/log.ts'
import type { Recorder } from './recorder.ts'
import { Standstill } from './standstill.ts'
import type { TopicHub } from './topic-hub.ts'

export interface PanelDeps {
  readonly clock: Clock
  readonly log: Log
  readonly topics: TopicHub
  readonly recorder: Pick<Recorder, 'note'>
  readonly buttons: ReadonlyMap<string, { readonly site: { readonly buttons: Readonly<Record<string, ButtonMeaning>> }; readonly driver: ButtonsDriver }>
  readonly call: (name: CallName, input: unknown, caller: string) => Promise<Reply>
}

/** However many topics change: lights are looked at no more often, and never in the turn of a press. */
const LOOK_MS = 10
/** The sign of life on the green light: lit, and dark for a moment. Slow enough to sit beside, quick enough to be missed. */
export const BEAT_LIT_MS = 1_800
export const BEAT_DARK_MS = 200

interface Panel {
  readonly device: string
  readonly buttons: Readonly<Record<string, ButtonMeaning>>
  readonly driver: ButtonsDriver
}

export class Panels {
  readonly #deps: PanelDeps
  readonly #panels: readonly Panel[]
  readonly #standstill: Standstill
  #endings: (() => void)[] = []
  #look: Timer | undefined
  #beat: Timer | undefined
  #isBeat = false

  constructor(deps: PanelDeps) {
    this.#deps = deps
    this.#standstill = new Standstill(deps.clock)
    // A pedal that only transmits is left alone: it has nothing to ask, and its lights stand under a desk.
    this.#panels = [...deps.buttons]
      .map(([device, { site, driver }]) => ({ device, buttons: site.buttons, driver }))
      .filter(({ buttons }) => Object.values(buttons).some(isPanelAction))
  }

  /** After whoever carries the transmit keys has subscribed: those come first in every report. */
  start(): void {
    if (this.#panels.length === 0) return
    for (const panel of this.#panels) this.#endings.push(panel.driver.onEvent((event) => this.#happened(panel, event)))
    this.#endings.push(this.#deps.topics.subscribe(LIGHT_TOPICS, () => this.#lookSoon()))
    this.#standstill.start()
    this.#beatLater()
  }

  /** The drivers darken their lights when they stop. */
  stop(): void {
    for (const end of this.#endings.splice(0)) end()
    this.#standstill.stop()
    this.#look?.cancel()
    this.#beat?.cancel()
  }

  #happened({ device, buttons }: Panel, event: ButtonsEvent): void {
    // What is down at plug-in was pressed at an unknown time, and a key that goes up asks nothing.
    if (event.kind !== 'down') return
    // After the whole report: a transmit key of it may bear a later name than this one.
    queueMicrotask(() => this.#pressed(device, buttons[event.name]))
  }

  #pressed(device: string, meaning: ButtonMeaning | undefined): void {
    if (meaning === undefined || !isPanelAction(meaning)) return
    const { topics, clock, log, recorder, call } = this.#deps
    // As a page's: what was meant by it stood there seconds ago. The record keeps that somebody pressed.
    if (this.#standstill.hasJustEnded) return recorder.note('panel.press-void', { device, key: meaning })
    const facts = { site: topics.value('site'), switch: topics.value('switch'), channels: topics.value('channels'), alarms: topics.value('alarms') }
    const wanted = panelCallOf(meaning, facts, clock.utcMs())
    if (!wanted) return log.info('panel.nothing-to-press', { device, key: meaning })
    void call(wanted.name, wanted.input, panelCaller(device)).then((reply) => {
      if (!reply.ok) log.info('panel.refused', { device, key: meaning, code: reply.error.code, detail: reply.error.detail })
    })
  }

  #lookSoon(): void {
    this.#look ??= this.#deps.clock.after(LOOK_MS, () => {
      this.#look = undefined
      this.#show()
    })
  }

  #beatLater(): void {
    this.#beat = this.#deps.clock.after(this.#isBeat ? BEAT_DARK_MS : BEAT_LIT_MS, () => {
      this.#isBeat = !this.#isBeat
      this.#show()
      this.#beatLater()
    })
  }

  #show(): void {
    const { topics } = this.#deps
    const facts = {
      site: topics.value('site'), services: topics.value('services'), switch: topics.value('switch'), channels: topics.value('channels'), alarms: topics.value('alarms'),
      ptt: topics.value('ptt'), record: topics.value('record'), faults: topics.value('faults'),
    }
    for (const { driver, buttons } of this.#panels) driver.show(panelLights(facts, buttons, this.#isBeat))
  }
}
