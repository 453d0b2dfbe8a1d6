// The demo panel's side of the simulators: does what is clicked, one action after the other, and tells how everything stands.
import type { DemoAction, DemoSubject, DemoView, PlayedScenario } from '../../electron/contract/demo.ts'
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { DemoActions } from './demo-actions.ts'
import { readDemoView, type DemoDiskOrNone } from './demo-view.ts'
import type { World } from './world.ts'

export interface DemoPanel {
  readonly view: DemoView
  /** Resolves when it is done, after all that was asked for before. Never rejects: what failed stands in `view.cannot`. */
  perform(action: DemoAction): Promise<void>
  /** Hears each change of the view, also one that nobody clicked, within LOOK_MS. @returns a function that ends it */
  onChange(listener: (view: DemoView) => void): () => void
  /** Waits for what runs; performs nothing more. The simulators stay as they are. */
  stop(): Promise<void>
}

export interface DemoPanelDeps {
  readonly clock: Clock
  readonly world: World
  /** `cannot`: why there is no disk to fill, shown beside the button. */
  readonly disk: DemoDiskOrNone
  /** What is being played, asked each time the view is read. */
  readonly scenario?: () => PlayedScenario
}

/** Simulators change by themselves and by other hands, and few of them tell: they are looked at this often. */
export const LOOK_MS = 250

export const createDemoPanel = (deps: DemoPanelDeps): DemoPanel => new RunningPanel(deps)

class RunningPanel implements DemoPanel {
  readonly #deps: DemoPanelDeps
  readonly #actions: DemoActions
  readonly #listeners = new Set<(view: DemoView) => void>()
  #failed: Readonly<Partial<Record<DemoSubject, string>>> = {}
  #queue: Promise<void> = Promise.resolve()
  #told = ''
  #look: Timer | undefined
  #isStopped = false

  constructor(deps: DemoPanelDeps) {
    this.#deps = deps
    this.#actions = new DemoActions(deps.clock, deps.world, deps.disk)
  }

  get view(): DemoView {
    const { world, disk, scenario } = this.#deps
    return { ...readDemoView(world, disk, this.#failed), ...(scenario && { scenario: scenario() }) }
  }

  perform(action: DemoAction): Promise<void> {
    this.#queue = this.#queue.then(() => this.#do(action))
    return this.#queue
  }

  onChange(listener: (view: DemoView) => void): () => void {
    if (this.#listeners.size === 0) this.#told = JSON.stringify(this.view)
    this.#listeners.add(listener)
    if (!this.#look && !this.#isStopped) this.#lookLater()
    return () => void this.#listeners.delete(listener)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#look?.cancel()
    await this.#queue
    this.#actions.stop()
    this.#listeners.clear()
  }

  async #do(action: DemoAction): Promise<void> {
    if (this.#isStopped) return
    const done = await this.#actions.perform(action)
    const { [action.what]: _, ...others } = this.#failed
    const before = action.what === 'everything' ? {} : others
    this.#failed = done.ok ? before : { ...before, [action.what]: `${done.error.code}: ${done.error.detail}` }
    this.#tell()
  }

  #lookLater(): void {
    this.#look = this.#deps.clock.after(LOOK_MS, () => {
      this.#look = undefined
      this.#tell()
      if (this.#listeners.size > 0 && !this.#isStopped) this.#lookLater()
    })
  }

  #tell(): void {
    const { view } = this
    const text = JSON.stringify(view)
    if (text === this.#told) return
    this.#told = text
    for (const listener of [...this.#listeners]) listener(view)
  }
}
