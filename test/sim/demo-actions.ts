// What each click of the demo panel does to the simulators. Every action may be asked for again: it then changes nothing.
import type { DemoAction } from '../../electron/contract/demo.ts'
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { DemoDiskOrNone } from './demo-view.ts'
import type { RadioServer } from './radio-server.ts'
import type { Fault } from './rbs-faults.ts'
import type { World } from './world.ts'

type ActionOf<What extends DemoAction['what']> = Extract<DemoAction, { readonly what: What }>

/** Slow: over the latency limit of 300 ms and under the time-out of 800 ms, so limited and not silent. */
const SLOW_MS = 600
/** Down takes 4 s of silence and unstable three downs: the third comes 22 s after the click. */
const FLAP = { upMs: 4_000, downMs: 5_000 } as const
/** From supply off to the radio's first answer, as long as a reboot takes. */
const POWER_CYCLE_MS = 8_000
/** How long the emergency call has the air; the alarm stays until somebody takes it. */
export const EMERGENCY_MS = 20_000
const SPEAK_MS = 3_000
/** Two units whose call signs the demo site knows. */
const OTHER_TALKER_SSI = 6_101_629
const EMERGENCY_SSI = 6_101_630
/** Not the group people work in: the control radio is turned to it, so that it hears the call and the desk radio does not. */
const EMERGENCY_GROUP = 'INC-2'
const PTT_INPUT = 'middle'

const RBS_FAULTS: Readonly<Record<ActionOf<'rbs'>['to'], Fault>> = {
  works: { kind: 'none' },
  hangs: { kind: 'hang' },
  refuses: { kind: 'refuse' },
  slow: { kind: 'slow', delayMs: SLOW_MS },
  flaps: { kind: 'flap', ...FLAP, as: 'hang' },
}

export class DemoActions {
  readonly #clock: Clock
  readonly #world: World
  readonly #disk: DemoDiskOrNone
  /** The control radio stands on the group of the emergency until this ends. */
  #emergency: { readonly timer: Timer; readonly groupBefore: number | undefined } | undefined

  constructor(clock: Clock, world: World, disk: DemoDiskOrNone) {
    this.#clock = clock
    this.#world = world
    this.#disk = disk
  }

  /** @returns LINK_BUSY when a port that was let go cannot be had back */
  async perform(action: DemoAction): Promise<Result<void>> {
    const { desk, control, rbs } = this.#world
    switch (action.what) {
      case 'rbs': return this.#breakRbs(action.to)
      case 'network': return this.#setNetwork(action.to)
      case 'desk-radio': return action.to === 'plugged' ? plugIn(desk) : unplug(desk)
      case 'desk-radio-power': return ok(desk.radio.isPowered ? desk.radio.setFault({ fault: 'power-cycle', silentMs: POWER_CYCLE_MS }) : undefined)
      case 'other-talker': return this.#setTalker(action.to)
      case 'emergency': return ok(this.#raiseEmergency())
      case 'site': {
        for (const { radio } of [desk, control]) {
          if (action.to === 'local') radio.setFault({ fault: 'local-site' })
          else radio.clearFault('local-site')
        }
        return ok()
      }
      case 'pedal': return this.#movePedal(action.to)
      case 'panel': return this.#usePanel(action.to)
      case 'disk': return this.#setDisk(action.to)
      case 'speak-through-rbs': {
        if (rbs.isWorking && !control.radio.faults.includes('own-identity')) this.#world.speakThroughRbs(SPEAK_MS)
        return ok()
      }
      case 'everything': return this.#heal()
    }
  }

  /** Ends what would end by itself later. */
  stop(): void {
    this.#endEmergency()
  }

  async #breakRbs(to: ActionOf<'rbs'>['to']): Promise<Result<void>> {
    const { rbs } = this.#world
    // A flap that is told again would begin again; healing is done again, for what others may have broken.
    if (to !== 'works' && rbs.faultOf('sip').kind === RBS_FAULTS[to].kind) return ok()
    const done = await rbs.fail('rbs', RBS_FAULTS[to])
    this.#speechEnds()
    return done
  }

  async #setNetwork(to: ActionOf<'network'>['to']): Promise<Result<void>> {
    if (to === 'down') this.#world.cutNetwork()
    else this.#world.mendNetwork()
    this.#speechEnds()
    return ok()
  }

  /** Who was speaking through the RBS is not heard any more when it fails. */
  #speechEnds(): void {
    if (!this.#world.rbs.isWorking) this.#world.control.radio.clearFault('own-identity')
  }

  async #setTalker(to: ActionOf<'other-talker'>['to']): Promise<Result<void>> {
    const { radio } = this.#world.desk
    const isTalking = radio.faults.includes('other-talker')
    if (to === 'silent') radio.clearFault('other-talker')
    else if (!isTalking) radio.setFault({ fault: 'other-talker', ssi: OTHER_TALKER_SSI, demands: 'refused' })
    return ok()
  }

  #raiseEmergency(): void {
    const { radio } = this.#world.control
    if (this.#emergency) return
    const gssi = this.#world.groups.find((group) => group.name === EMERGENCY_GROUP)?.gssi ?? radio.selectedGroup
    const groupBefore = radio.selectedGroup
    if (gssi !== undefined && gssi !== groupBefore) radio.setFault({ fault: 'knob', gssi })
    radio.setFault({ fault: 'emergency', ssi: EMERGENCY_SSI, ...(gssi !== undefined && { gssi }), as: 'call' })
    this.#emergency = { groupBefore, timer: this.#clock.after(EMERGENCY_MS, () => this.#endEmergency()) }
  }

  #endEmergency(): void {
    const ended = this.#emergency
    if (!ended) return
    this.#emergency = undefined
    ended.timer.cancel()
    const { radio } = this.#world.control
    radio.clearFault('emergency')
    if (ended.groupBefore !== undefined && ended.groupBefore !== radio.selectedGroup) radio.setFault({ fault: 'knob', gssi: ended.groupBefore })
  }

  async #movePedal(to: ActionOf<'pedal'>['to']): Promise<Result<void>> {
    const { buttons, wire } = this.#world.pedal
    switch (to) {
      case 'plugged': return wire.replug()
      case 'unplugged': return ok(await wire.unplug())
      case 'down': return ok(buttons.press(PTT_INPUT))
      case 'up': return ok(this.#liftFoot())
    }
  }

  async #usePanel(to: ActionOf<'panel'>['to']): Promise<Result<void>> {
    const { panel } = this.#world
    switch (to) {
      case 'plugged': return panel.wire.replug()
      case 'unplugged': return ok(await panel.unplug())
      default: return ok(panel.tap(to))
    }
  }

  #liftFoot(): void {
    const { buttons } = this.#world.pedal
    for (const name of [...buttons.down]) buttons.release(name)
  }

  async #setDisk(to: ActionOf<'disk'>['to']): Promise<Result<void>> {
    if ('cannot' in this.#disk) return ok()
    return attempt(to === 'full' ? this.#disk.fill() : this.#disk.empty())
  }

  async #heal(): Promise<Result<void>> {
    const { rbs, neighbours, desk, control, pedal, panel } = this.#world
    // The foot first: what is plugged in again must not find a pedal that is down.
    this.#liftFoot()
    this.#endEmergency()
    this.#world.mendNetwork()
    const done = [
      await (neighbours?.healAll() ?? ok()),
      await rbs.fail('rbs', RBS_FAULTS.works),
      await rbs.fail('page', { kind: 'none' }),
      await this.#setDisk('room'),
    ]
    for (const radio of [desk, control]) {
      radio.radio.clearFault()
      if (!radio.radio.isPowered) radio.radio.setFault({ fault: 'power-cycle', silentMs: 0 })
      done.push(await plugIn(radio))
    }
    done.push(await pedal.wire.replug(), await panel.wire.replug())
    return done.find((one) => !one.ok) ?? ok()
  }
}

const plugIn = (radio: RadioServer): Promise<Result<void>> => attempt(radio.plug())
const unplug = (radio: RadioServer): Promise<Result<void>> => attempt(radio.unplug())

/** Simulators below speak in exceptions where a port or a file is not to be had. */
const attempt = (doing: Promise<void>): Promise<Result<void>> =>
  doing.then(() => ok(), (cause: unknown) => fail(failure('LINK_BUSY', cause instanceof Error ? cause.message : String(cause))))
