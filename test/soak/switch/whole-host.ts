// The same scripts through the whole host in this process, wired as it is delivered, before the radio simulators: slower by far,
// and nothing in it is a model but the world. Two radios; what a script says of the others is passed over. Judged by what anybody
// can see: the radios, the topics, the record.
import type { Topics } from '../../../electron/contract/topics.ts'
import { SWITCH_KINDS } from '../../../electron/host/restore.ts'
import type { Site } from '../../../electron/host/site/types.ts'
import type { RadioFault } from '../../../native/tetra-pei/simulator.ts'
import { createWorld, startHost, type HostBench, type SimulatedDevice } from '../../support/host-bench.ts'
import type { Verdict } from './judge.ts'
import type { ModelEvent, ModelPress, RadioWays, Script } from './script.ts'

const DEVICES: Readonly<Record<string, string>> = { desk: 'desk-radio', second: 'control-radio' }
const CHANNELS: Readonly<Record<string, string>> = { rbs: 'rbs', desk: 'desk-radio', second: 'second-radio' }
const RBS_DEVICES = ['rbs-a', 'rbs-b']
/** X-keys XK-3: nothing down, and the middle down. */
const REST = Array.from({ length: 29 }, () => 0)
const PEDAL = { up: [0, 1, 0, ...REST], down: [0, 1, 4, ...REST] }
const PAGE = { source: 'space' }
/** Services in order, groups read, channels proven. */
const START_MS = 8000
const LOOK_MS = 100
/** One command that is under way on the line, and the one that lets go. */
const LET_GO_MS = 1000
/** A script with long waits would be a day of probes. */
const WAIT_MOST_MS = 15_000

export interface PlayedHost {
  /** The first law that was broken. */
  readonly broken: Verdict | undefined
  /** Something came of it: a script that reaches nothing shows nothing. */
  readonly spoke: boolean
  readonly switched: boolean
}

export async function playWholeHost(script: Script): Promise<PlayedHost> {
  const stage = new HostStage(script)
  await stage.boot()
  await stage.pass(START_MS)
  for (const { afterMs, event } of script.moments) {
    await stage.pass(Math.min(afterMs, WAIT_MOST_MS))
    if (stage.broken) break
    await stage.happen(event)
  }
  await stage.pass(LET_GO_MS)
  await stage.end()
  return { broken: stage.broken, spoke: stage.spoke, switched: stage.switched }
}

class HostStage {
  broken: Verdict | undefined
  spoke = false
  readonly #world = createWorld()
  readonly #script: Script
  #bench!: HostBench
  #pedal: 'up' | 'down' | 'lost' = 'up'
  #isArmed = true
  #page: 'up' | 'down' | 'hung' = 'up'
  #heldMs = 0
  #wishesForRbs = 0
  #bootSeq = 0

  constructor(script: Script) {
    this.#script = script
  }

  get switched(): boolean {
    return this.#world.entries.some(({ kind }) => kind === 'switch.switched')
  }

  async boot(): Promise<void> {
    this.#bootSeq = this.#world.entries.length
    this.#page = 'up'
    this.#bench = await startHost(this.#world, (site) => deskOf(site, this.#script.site))
    await this.#bench.run(0)
    this.#plugIn(this.#pedal === 'down')
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= LOOK_MS) {
      if (this.#page === 'down') await this.#bench.call('ptt.keep-alive', PAGE)
      await this.#bench.run(Math.min(left, LOOK_MS))
      this.#look()
      if (this.broken) return
    }
  }

  async end(): Promise<void> {
    await this.#bench.stop()
    for (const { radio } of this.#world.devices.values()) radio.switchOff()
  }

  async happen(event: ModelEvent): Promise<void> {
    switch (event.do) {
      case 'press':
        return this.#press(event)
      case 'pedal':
        return this.#stepOnPedal(event.is)
      case 'page':
        return this.#keyOfPage(event.is)
      case 'rbs':
        for (const id of RBS_DEVICES) flip(this.#bench.device(id), { fault: 'silent' }, event.is === 'down')
        return undefined
      case 'taken':
        for (const { id, kind } of Object.values(this.#bench.topic('alarms'))) if (kind === 'emergency') await this.#bench.call('emergency.take', { alarm: id })
        return undefined
      case 'clock-stepped':
        return this.#world.clock.stepUtc(event.ms)
      case 'killed':
        // As after SIGKILL it leaves its cables: what the old one still sends arrives nowhere.
        for (const { line } of this.#world.devices.values()) line.onWrite = undefined
        return this.boot()
      default:
        return 'radio' in event ? this.#toRadio(event) : undefined
    }
  }

  async #press(press: ModelPress): Promise<void> {
    const before = this.#bench.topic('switch').switch
    const to = press.press === 'switch' ? press.to : undefined
    if (press.press === 'return' || to === 'rbs' || (press.press === 'undo' && before?.undo === 'rbs')) this.#wishesForRbs++
    switch (press.press) {
      case 'switch': {
        const channel = to === undefined ? undefined : (CHANNELS[to] ?? 'nowhere')
        return void (await this.#bench.call('switch.to', { ...(channel === undefined ? {} : { to: channel }), ...(press.group === undefined ? {} : { group: press.group }) }))
      }
      case 'group':
        return void (await this.#bench.call('group.select', { group: press.group }))
      case 'undo':
        return void (await this.#bench.call('switch.undo'))
      case 'stay':
        return void (await this.#bench.call('switch.stay'))
      case 'return':
        return void (await this.#bench.call('return.accept'))
    }
  }

  #stepOnPedal(is: Extract<ModelEvent, { do: 'pedal' }>['is']): void {
    const { pedal } = this.#bench
    if (is === 'lost') {
      if (this.#pedal !== 'lost') pedal.lose()
      this.#pedal = 'lost'
    } else if (is === 'found-up' || is === 'found-down') {
      if (this.#pedal === 'lost') this.#plugIn(is === 'found-down')
    } else if (this.#pedal !== 'lost' && this.#pedal !== is) {
      this.#pedal = is
      if (is === 'up') this.#isArmed = true
      pedal.report(...PEDAL[is])
    }
  }

  #plugIn(down: boolean): void {
    if (this.#pedal === 'lost') this.#world.arrivals.get('pedal')?.()
    this.#pedal = down ? 'down' : 'up'
    this.#isArmed = !down
    this.#bench.pedal.report(...PEDAL[this.#pedal])
  }

  async #keyOfPage(is: Extract<ModelEvent, { do: 'page' }>['is']): Promise<void> {
    switch (is) {
      case 'down':
        if (this.#page !== 'up') return
        this.#page = 'down'
        return void (await this.#bench.call('ptt.press', PAGE))
      case 'up':
        this.#page = 'up'
        return void (await this.#bench.call('ptt.release', PAGE))
      case 'hung':
        if (this.#page === 'down') this.#page = 'hung'
        return undefined
      case 'alive':
        if (this.#page === 'hung') this.#page = 'down'
        return undefined
      case 'gone':
        this.#page = 'up'
        return this.#bench.host.callerGone('page')
    }
  }

  #toRadio(event: Extract<ModelEvent, { radio: string }>): void {
    const id = DEVICES[event.radio]
    if (id === undefined) return
    const device = this.#bench.device(id)
    const { radio } = device
    switch (event.do) {
      case 'cable':
        device.line.openResult = event.is === 'in' ? { ok: true, value: undefined } : { ok: false, error: { code: 'LINK_LOST', detail: id } as never }
        return event.is === 'in' || !device.line.isOpen ? undefined : device.line.lose()
      case 'network':
        flip(device, { fault: 'deregistered', stat: 0 }, event.is === 'searching')
        return flip(device, { fault: 'local-site' }, event.is === 'local')
      case 'knob':
        return event.gssi === '' ? undefined : radio.setFault({ fault: 'knob', gssi: Number(event.gssi) })
      case 'heard':
        return flip(device, { fault: 'other-talker', ssi: 1_700_002, demands: 'refused' }, event.speaking)
      case 'emergency':
        radio.setFault({ fault: 'emergency', ssi: 1_700_001, as: 'status' })
        return radio.clearFault('emergency')
      case 'interrupted':
        return radio.setFault({ fault: 'floor-taken', how: 'interrupt', ssi: 1_700_003 })
      case 'ways':
        return bend(device, event.ways)
      case 'mode':
        return undefined
    }
  }

  // ── what anybody can see ──────────────────────────────────────────────────────────────────

  #look(): void {
    const nowMs = this.#world.clock.monotonicMs()
    if ((this.#pedal === 'down' && this.#isArmed) || this.#page === 'down') this.#heldMs = nowMs
    const radios = Object.values(DEVICES).map((id) => ({ id, ...this.#bench.device(id) }))
    const keyed = radios.filter(({ line, radio }) => line.isOpen && radio.transmitting?.by === 'console')
    // A radio that comes back keyed is hung up first: its line is open, its link is not up yet.
    const ours = keyed.filter(({ id }) => this.#bench.topic('alarms')[`radio:${id}:may-transmit`] === undefined)
    this.spoke ||= ours.length > 0
    if (ours.length > 1) this.#break('never keys two channels', ours.map(({ id }) => id).join(' and '))
    if (ours[0] && nowMs - this.#heldMs > LET_GO_MS) this.#break('never keyed without a key that is held', ours[0].id)
    if (this.#script.site.mode === 'observe' && keyed.length > 0) this.#break('sends nothing but questions while it observes', keyed[0]?.id ?? '')
    const { switch: shown } = this.#bench.topic('switch')
    if (shown) this.#lookAtSwitch(shown)
    const returned = this.#world.entries.filter(({ kind }) => kind === 'switch.returned').length
    if (returned > this.#wishesForRbs) this.#break('never returns by itself', `${returned} returns, asked for ${this.#wishesForRbs}`)
  }

  #lookAtSwitch({ channel, group, wantedGroup }: NonNullable<Topics['switch']['switch']>): void {
    const { site } = this.#bench.topic('site')
    if (!Object.values(CHANNELS).includes(channel)) this.#break('names its channel', channel)
    if (channel !== 'rbs' && group === undefined) this.#break('names its group', channel)
    if (site && !site.groups.some(({ gssi }) => gssi === wantedGroup)) this.#break('wants a group of its plan', wantedGroup)
    const last = this.#world.entries.findLast(({ kind, seq }) => seq > this.#bootSeq && (kind === 'host.started' || SWITCH_KINDS.some((one) => one === kind)))
    const said = (last?.kind === 'host.started' ? last.payload : last?.payload['after']) as { readonly channel?: string; readonly group?: string } | undefined
    if (said?.channel !== channel || (said.group ?? '') !== (group ?? '')) this.#break('records every change', `${channel} ${group}, recorded ${said?.channel} ${said?.group}`)
  }

  #break(law: string, detail: string): void {
    this.broken ??= { law, atMs: this.#world.clock.monotonicMs(), detail }
  }
}

function flip({ radio }: SimulatedDevice, fault: RadioFault, on: boolean): void {
  if (on) radio.setFault(fault)
  else radio.clearFault(fault.fault)
}

function bend(device: SimulatedDevice, { select, floor }: RadioWays): void {
  flip(device, { fault: 'refuse-group', how: select === 'takes-and-says-nothing' ? 'ignored' : 'error' }, select !== 'takes')
  flip(device, { fault: 'no-grant', how: floor === 'silent' ? 'nothing' : 'refused' }, floor === 'silent' || floor === 'refuses')
  flip(device, { fault: 'queue', grantAfterMs: 1500 }, floor === 'queues')
  flip(device, { fault: 'late-grant', afterMs: 1500 }, floor === 'grants-late')
}

/** The demo's desk with its control radio as a second channel. */
function deskOf(site: Site, { mode, automatic, manned }: Script['site']): Site {
  const [rbs, desk] = site.plan.channels
  if (!rbs || !desk) throw new Error('BUG_UNEXPECTED: the demo has two channels')
  const second = { ...desk, id: 'second-radio', device: 'control-radio', dependsOn: [] }
  return { ...site, mode, position: { ...site.position, manned }, plan: { ...site.plan, automatic, channels: [rbs, { ...desk, dependsOn: [] }, second] } } as Site
}
