// Joins the areas: what one tells, in the words the others take, plus what of it goes to the record and the topics.
// The press path is the first thing each event does; record and topics come after it in the same turn.
import type { Timer } from '../../native/kit/clock.ts'
import type { RadioEvent } from '../../native/kit/driver.ts'
import { DRILL_ALARM, DRILL_SWITCH_FAILED } from '../contract/switching.ts'
import type { AlarmView, TraceView } from '../contract/topics.ts'
import type { AlarmChange } from './alarms.ts'
import { recordAlarm } from './alarm-record.ts'
import { createClockSteps, type ClockSteps } from './clock-steps.ts'
import { Concerns } from './concerns.ts'
import { drilledTrace } from './drill/drilled-views.ts'
import { createEarlierTimeline, type EarlierTimeline } from './earlier-timeline.ts'
import { Ears, type HeardEvent } from './ears.ts'
import { createEmergencies, type Emergencies } from './emergencies.ts'
import type { SwitchReport, SwitchState } from './fallback/types.ts'
import type { Parts } from './parts.ts'
import type { LedgerEvent } from './ledger/port.ts'
import { createPresenter, type Presenter } from './presenter.ts'
import type { PttEvent, PttState } from './ptt/types.ts'
import { recordRadio } from './radio-record.ts'
import { tellOfRecord } from './record-news.ts'
import { HandKeys } from './hand-keys.ts'
import { aimPtt } from './ptt-target.ts'
import { SharedPedals } from './shared-pedals.ts'
import { spokenSurroundings, spokenTarget, witnessesOf } from './spoken-surroundings.ts'
import type { SpokenSurroundings, SpokenTarget } from './spoken/types.ts'
import { byRbs, isOnAir, outsideFacts, tellDependencies } from './switch-facts.ts'
import { SwitchRecord } from './switch-record.ts'
import { createTraces, type Traces } from './traces.ts'
import { Troubles } from './troubles.ts'
import type { WatchChange } from './watch/index.ts'
import { recordWatch, saveWatch } from './watch-record.ts'

const SAVE_WATCH_MS = 60_000
/** Alarms of services that make whoever drills look up. */
const SERIOUS: ReadonlySet<AlarmView['severity']> = new Set(['error', 'critical'])

export class Wiring {
  readonly #parts: Parts
  readonly #concerns: Concerns
  readonly emergencies: Emergencies
  readonly #presenter: Presenter
  readonly #channelOf: ReadonlyMap<string, string>
  readonly #ears: Ears
  readonly #pedals: SharedPedals
  readonly #handKeys: HandKeys
  readonly #troubles: Troubles
  readonly #traces: Traces
  readonly #earlierTimeline: EarlierTimeline
  readonly #clockSteps: ClockSteps
  readonly #switchRecord: SwitchRecord
  #lastReport: SwitchReport | undefined
  #saveTimer: Timer | undefined
  #started = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#concerns = new Concerns(parts)
    this.#pedals = new SharedPedals(parts)
    this.#ears = new Ears(new Set(parts.deps.site.plan.channels.flatMap((channel) => (channel.kind === 'keyed' && channel.hears ? [channel.device] : []))))
    this.emergencies = createEmergencies(parts)
    this.#presenter = createPresenter(parts, this.#ears)
    this.#handKeys = new HandKeys({ parts, concerns: this.#concerns, pedals: this.#pedals })
    this.#troubles = new Troubles(parts)
    this.#traces = createTraces(parts.deps.clock, parts.earlierWatch, (traces) => this.#showTraces(traces))
    this.#switchRecord = new SwitchRecord(parts)
    this.#clockSteps = createClockSteps(parts.deps.clock, () => this.switchChanged())
    this.#earlierTimeline = createEarlierTimeline(parts.deps.ledger, (entries) => this.#presenter.addToTimeline(entries))
    this.#channelOf = new Map(parts.deps.site.plan.channels.flatMap((channel) => (channel.kind === 'rbs' ? [] : [[channel.device, channel.id] as const])))
  }

  /** Who is heard, as far as this console can tell. */
  get ears(): Ears {
    return this.#ears
  }

  start(): void {
    const { deps, devices, recorder, watch, maintenance, moments, restored, shift, fallback: { state: { active } } } = this.#parts
    const { site, bootId, log } = deps
    this.#started = true
    this.#presenter.showSite()
    deps.ledger.onEvent((event) => this.#ledgerEvent(event))
    for (const [device, { driver }] of [...devices.radios, ...devices.keyed]) driver.onEvent((event) => this.#radioEvent(device, event))
    recorder.note('host.started', { boot: bootId, position: site.position.id, discipline: site.position.discipline, mode: site.mode, plan: site.plan.version, profile: shift.view.profile, restored: restored.switch?.channel, channel: active.channel, group: active.group })
    moments.start()
    this.#concerns.start()
    this.emergencies.restore()
    this.#parts.drill.start(restored.drill)
    this.#pedals.start((device, { link }) => this.#concerns.radioLink(device, link))
    this.#aimPtt()
    devices.start()
    watch.start()
    maintenance.start()
    this.#traces.begin(watch.view())
    this.#troubles.start()
    this.#handKeys.start()
    this.#presenter.showWatch()
    this.#tellFallback()
    this.switchChanged()
    this.#parts.say.start()
    this.#parts.rollCall.start()
    this.#presenter.showRecord(this.#concerns.recordTrouble)
    this.#earlierTimeline.begin()
    this.#parts.alarmLog.start()
    shift.start()
    this.#saveWatchLater()
    this.#clockSteps.start()
    log.info('host.started', { boot: bootId, mode: site.mode })
  }

  stop(): void {
    if (this.#started) saveWatch(this.#parts)
    this.#started = false
    this.#saveTimer?.cancel()
    this.#clockSteps.stop()
    this.#parts.maintenance.stop()
    this.#parts.shift.stop()
    this.#parts.moments.stop()
    this.#parts.say.stop()
    this.#parts.rollCall.stop()
    this.#troubles.stop()
    this.#parts.alarmLog.stop()
    this.#handKeys.stop()
    this.#parts.drill.stop()
    this.emergencies.stop()
  }

  // ── what a spoken test asks ────────────────────────────────────────────────────────────────

  spokenSurroundings(): SpokenSurroundings {
    return spokenSurroundings(this.#parts, this.#ears)
  }

  spokenTarget(channel: string): SpokenTarget | undefined {
    return spokenTarget(this.#parts, this.#ears, channel)
  }

  witnesses(): ReturnType<typeof witnessesOf> {
    return witnessesOf(this.#parts, this.#ears)
  }

  spokenAimed(): void {
    this.#aimPtt()
    this.#presenter.showPtt()
  }

  spokenChanged(): void {
    if (!this.#started) return
    this.#presenter.showSpoken()
    this.#presenter.showSwitch(this.#lastReport)
  }

  readinessWritten(): void {
    if (this.#started) this.#presenter.showSwitch(this.#lastReport)
  }

  // ── what the parts tell ────────────────────────────────────────────────────────────────────

  readinessChanged(): void {
    if (!this.#started) return
    this.#parts.fallback.refresh()
    // Where a radio was seen to stand elsewhere than a drill had asked it to.
    if (this.#parts.drill.number !== undefined) this.#aimPtt()
    this.#presenter.showSwitch(this.#lastReport)
  }

  rbsPressed(source: string): void {
    this.#parts.recorder.note('ptt.rbs-press-seen', { source })
    this.#parts.watch.hint(this.#parts.consoleService)
  }

  pttChanged(before: PttState, event: PttEvent, after: PttState): void {
    const { recorder, deps, spoken } = this.#parts
    spoken.pttChanged(after)
    this.#presenter.showPtt()
    this.#concerns.pttChanged(after)
    this.#handKeys.pttChanged(after)
    if (isOnAir(before) !== isOnAir(after)) this.#tellFallback()
    const { transmission } = after
    if (before.transmission.phase === transmission.phase) return
    const bound = transmission.phase === 'waiting' || transmission.phase === 'talking' ? transmission.bound : undefined
    const cause = transmission.phase === 'refused' ? transmission.cause : undefined
    recorder.note(`ptt.${transmission.phase}`, { channel: bound?.channel, group: bound?.group, cause, by: 'by' in transmission ? transmission.by : undefined })
    deps.log.info('ptt.changed', { from: before.transmission.phase, to: transmission.phase, on: event.event })
  }

  switchReported(report: SwitchReport, state: SwitchState): void {
    this.#lastReport = report
    this.#concerns.switchReported(report)
    this.#switchRecord.reported(report, state)
    this.#parts.say.switchReported(report)
    this.#parts.rollCall.switchReported(report)
  }

  /** The drill's own switch: what it says belongs to the drill. */
  drillReported(report: SwitchReport, state: SwitchState): void {
    this.#lastReport = report
    this.#concerns.switchReported(report, DRILL_SWITCH_FAILED)
    this.#parts.say.drillReported(report)
    this.#switchRecord.reportedInDrill(report, state)
  }

  /** It began, ended, or pretends something else. */
  drillChanged(): void {
    if (!this.#started) return
    if (this.#parts.drill.number === undefined) {
      this.#lastReport = undefined
      this.#parts.rollCall.drillOver()
    }
    this.#parts.say.drillIs(this.#parts.drill.number === undefined ? 'over' : 'running')
    this.#presenter.showSite()
    this.#presenter.showWatch()
    this.#traces.again()
    this.#tellFallback()
    this.switchChanged()
  }

  switchChanged(): void {
    if (!this.#started) return
    const { channelHistory, spoken, realFallback } = this.#parts
    // What a drill pretends is no history of anything.
    channelHistory.look(realFallback.state.facts.readiness)
    spoken.surroundingsChanged()
    this.emergencies.rbsIs(byRbs(this.#parts))
    this.#switchRecord.keepUnreported()
    this.#aimPtt()
    // The group a drill transmits on is named beside its name.
    if (this.#parts.drill.number !== undefined) this.#presenter.showSite()
    this.#presenter.showSwitch(this.#lastReport)
    this.#presenter.showPtt()
    this.#parts.shift.factsChanged()
  }

  /** Who sits here, whether the position is in service, which plan waits. */
  shiftChanged(): void {
    if (!this.#started) return
    this.#parts.drill.look()
    this.#aimPtt()
    this.#presenter.showSite()
    this.#presenter.showPtt()
    // An unmanned position switches by itself no more.
    this.#tellFallback()
  }

  watchChanged(change: WatchChange): void {
    // Something real ends a drill before a word of it is shown as part of one.
    this.#lookAtDrill()
    recordWatch(this.#parts, change)
    this.#concerns.watchChanged(change)
    // Before who opens a storing: it asks the line when this trouble began.
    this.#traces.changed(change)
    this.#troubles.watchChanged(change)
    this.#tellFallback()
    this.#presenter.showWatch()
    this.#presenter.showSwitch(this.#lastReport)
  }

  /** One report changes no condition, and is seen all the same. */
  peopleHeard(): void {
    this.#presenter.showWatch()
  }

  alarmChanged({ change, alarm, sounds }: AlarmChange, before: AlarmView | undefined): void {
    const { topics, drill, recorder } = this.#parts
    const isDrills = alarm.id.startsWith(DRILL_ALARM)
    if (!isDrills && alarm.kind === 'service' && change === 'raised' && sounds && SERIOUS.has(alarm.severity)) drill.alarmRaised()
    if (change === 'cleared' || change === 'taken') topics.remove('alarms', [alarm.id])
    else topics.set('alarms', { [alarm.id]: alarm })
    // No history of alarms, no storing and no start ever reads of it.
    if (isDrills) return change === 'raised' || change === 'cleared' ? recorder.note(`drill.alarm-${change}`, { alarm: alarm.id, code: alarm.code, severity: alarm.severity }) : undefined
    if (change === 'acknowledged') this.#troubles.acknowledged(alarm.id)
    if (alarm.kind === 'service') saveWatch(this.#parts)
    if (change === 'cleared' && alarm.kind === 'device') this.#troubles.causeEnded(alarm.id)
    this.#parts.spoken.surroundingsChanged()
    if (change === 'taken') this.emergencies.taken(alarm.id)
    if (alarm.kind === 'emergency') return this.#tellFallback()
    recordAlarm(this.#parts.recorder, { change, alarm, sounds }, before)
  }

  #radioEvent(device: string, event: RadioEvent): void {
    const { ptt, fallback, deps, recorder } = this.#parts
    const channel = this.#channelOf.get(device)
    if (channel !== undefined) ptt.radioEvent(channel, event)
    recordRadio(recorder, device, event)
    if (this.#ears.stand(device, event)) this.#presenter.showCoverage()
    this.#parts.spoken.radioEvent(device, channel, event)
    this.#parts.say.radioEvent(device, event)
    this.#callHeard(device, event)
    switch (event.event) {
      case 'wire':
        return deps.wireLog.add(device, event.direction === 'out' ? 'tx' : 'rx', event.line, event.direction === 'discarded' ? { discarded: true } : {})
      case 'link':
        if (event.link.link === 'down') this.emergencies.deviceLost(device)
        return this.#concerns.radioLink(device, event.link)
      case 'may-transmit':
        return this.#concerns.mayTransmit(device)
      case 'hung-up':
        return this.#concerns.hungUp(device)
      case 'emergency':
        this.#parts.drill.emergencyHeard()
        this.emergencies.heard(device, channel, event)
        return this.#tellFallback()
      case 'mode':
        return this.#concerns.radioMode(device, event.mode)
      case 'floor-granted':
        return this.#concerns.transmitter(device, 'works')
      case 'floor-refused':
        return event.cause === 'transmit-inhibited' ? this.#concerns.transmitter(device, 'inhibited') : undefined
      case 'group':
        return channel === undefined ? undefined : fallback.groupObserved(channel, event.gssi)
      case 'local-key':
      case 'heard':
      case 'hearing-unknown':
        return channel === undefined ? undefined : this.#heardOn(channel, event)
      default:
        return undefined
    }
  }

  #heardOn(channel: string, event: HeardEvent): void {
    this.#ears.hear(channel, event, this.#parts.deps.clock.monotonicMs())
    this.#tellFallback()
    this.#presenter.showPtt()
  }

  /** Whichever radio stands in the group of the roll call hears who answers: also the control radio. */
  #callHeard(device: string, event: RadioEvent): void {
    const { rollCall, unitOf } = this.#parts
    if (event.event !== 'heard' || !event.speaking || rollCall.group === undefined || this.#ears.hears(device) !== rollCall.group) return
    const unit = unitOf(event.ssi)
    if (unit !== undefined) rollCall.heard(unit)
  }

  #ledgerEvent(event: LedgerEvent): void {
    this.#concerns.ledgerEvent(event)
    tellOfRecord(this.#parts, { emergencies: this.emergencies, presenter: this.#presenter, earlierTimeline: this.#earlierTimeline, isRunning: this.#saveTimer !== undefined }, event)
    this.#presenter.showRecord(this.#concerns.recordTrouble)
  }

  // ── what the others need to hear ────────────────────────────────────────────────────────────

  #aimPtt(): void {
    aimPtt(this.#parts, this.#pedals)
  }

  #tellFallback(): void {
    if (!this.#started) return
    tellDependencies(this.#parts)
    this.emergencies.rbsIs(byRbs(this.#parts))
    this.#parts.fallback.update({ ...outsideFacts(this.#parts, this.#ears, this.emergencies.lastMs()), manned: this.#parts.shift.isManned })
    this.#parts.shift.factsChanged()
  }

  /** What is real may end a drill, and what is measured is shown beside its clock. */
  #lookAtDrill(): void {
    const { drill } = this.#parts
    drill.look()
    if (drill.number !== undefined) this.#presenter.showSite()
  }

  #showTraces(traces: Readonly<Record<string, TraceView>>): void {
    const { drill: { shown }, topics } = this.#parts
    const real = shown && traces[shown.service]
    topics.set('traces', shown && real ? { ...traces, [shown.service]: drilledTrace(real, shown) } : traces)
  }

  #saveWatchLater(): void {
    this.#saveTimer = this.#parts.deps.clock.after(SAVE_WATCH_MS, () => {
      saveWatch(this.#parts)
      this.#traces.timePassed()
      // A spoken test grows old by itself.
      this.#presenter.showSwitch(this.#lastReport)
      this.#saveWatchLater()
    })
  }
}
