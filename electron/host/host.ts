// The composition root: one position's console without a face. Everything comes in through `deps`, everything goes out
// through topics, calls and the record. Start: record, restore, devices, watch. Stop: the other way round, floor first.
import { failure } from '../../native/kit/errors.ts'
import { fail } from '../../native/kit/result.ts'
import type { Reply } from '../contract/link.ts'
import type { TopicName, TopicPacket } from '../contract/topics.ts'
import { ActiveExchange, exchangingRadios } from './active-exchange.ts'
import { standingAtStart } from './alarm/alarm-memory.ts'
import { createAlarmLog } from './alarm/alarm-log.ts'
import { createAlarmFeedback } from './alarm-feedback.ts'
import { createAlarms } from './alarms.ts'
import { createBackups } from './backup/backups.ts'
import { createBench, type Bench } from './bench.ts'
import { createCallHandler } from './calls.ts'
import { createClockQuality } from './clock-quality.ts'
import { createDevices } from './devices/devices.ts'
import { createOwnPresses } from './devices/own-presses.ts'
import { unitsOf } from './ears.ts'
import { createDrilling } from './drill-ports.ts'
import type { Drill } from './drill/drill.ts'
import { isMadeInDrill } from './drill/drill-marks.ts'
import { createSwitchDoor } from './drill/switch-door.ts'
import { createExports } from './export/exports.ts'
import { createFallback } from './fallback/fallback.ts'
import type { ClockQuality } from './ledger/port.ts'
import { createHostWatch } from './host-watch.ts'
import type { HostDeps, Parts } from './parts.ts'
import { Panels } from './panels.ts'
import { audioUndeclaredIn, createChannels, planOf } from './plan-channels.ts'
import { createPtt } from './ptt/ptt.ts'
import { createFaultPicture } from './fault-picture.ts'
import { createActions } from './incident/actions.ts'
import { createIncidents } from './incident/incident.ts'
import { createNumberMemory } from './incident/number-memory.ts'
import { createReports } from './incident/reports.ts'
import { teeHid } from './log/tee-hid.ts'
import { createMaintenance } from './maintenance/maintenance.ts'
import { createMoments } from './moments.ts'
import { createNotes } from './notes.ts'
import { createPeople, faultOfService } from './people.ts'
import { createRecordCheck } from './record-check.ts'
import { createRecorder } from './recorder.ts'
import { createChannelHistory } from './channel-history.ts'
import { createRetention } from './retention/retention.ts'
import { restore } from './restore.ts'
import { createShift, plainShift } from './shift/shift.ts'
import { shiftFacts } from './shift-facts.ts'
import { profilesOf, withProfile } from './site/profiles.ts'
import { createSaying } from './saying.ts'
import { createSpoken, type Spoken } from './spoken/spoken.ts'
import { SHIFT_KINDS } from './timeline-kinds.ts'
import { createTopicHub } from './topic-hub.ts'
import { showAlarmLog, showNumbered } from './topic-shows.ts'
import { readEarlierWatch } from './traces.ts'
import { createWatchTrace } from './watch-trace.ts'
import { Wiring } from './wiring.ts'
import { createWorkstationKey, type WorkstationKey } from './workstation-key.ts'

const HOUR_MS = 3_600_000

export interface Host {
  /** Answers one call of the contract. @param caller  names the pipe it came over */
  call(name: string, input: unknown, caller: string): Promise<Reply>
  subscribe(topics: readonly TopicName[], listener: (packet: TopicPacket) => void): () => void
  /** The pipe of this caller is gone: every key it held is released. */
  callerGone(caller: string): void
  /** For a technician's tools: reads, and disturbs nothing. */
  readonly bench: Bench
  readonly keys: WorkstationKey
  /** What is known of UTC at this moment. */
  readonly clockQuality: () => ClockQuality
  /** Gives the floor back, closes devices, signs the record. Bounded by 8 s. */
  stop(): Promise<void>
}

/**
 * Starts the console of one position.
 *
 * @remarks Restores the last confirmed channel from the record and hangs up what may still be keyed; never keys by itself.
 */
export async function createHost(deps: HostDeps): Promise<Host> {
  const { site, clock, ledger } = deps
  const rbs = site.plan.channels.find((channel) => channel.kind === 'rbs')
  const consoleService = rbs?.kind === 'rbs' ? rbs.service : ''
  const restored = await restore(ledger, deps.lastChannel, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() }, deps.openCalls)
  const earlierWatch = readEarlierWatch(ledger)
  // Parts that call each other are joined after all exist: nothing happens before `wired.start`.
  const late: { wired?: Wiring; drill?: Drill; spoken?: Spoken; describe?: ReturnType<typeof createFaultPicture> } = {}
  const wired = (): Wiring => late.wired ?? unreachable()
  const recorder = createRecorder({
    ledger,
    position: site.position.id,
    simulated: site.simulated,
    drillOf: (kind, role) => (isMadeInDrill(kind, role) ? late.drill?.number : undefined),
    onRefused: (kind, error) => deps.log.warn('record.refused', { kind, code: error.code, detail: error.detail }),
  })
  const topics = createTopicHub()

  const alarms = createAlarms(() => clock.utcMs(), (change, before) => wired().alarmChanged(change, before))
  const devices = createDevices(site, site.mode === 'observe' ? 'read' : 'full', {
    ...deps,
    openHid: (device, product) => teeHid(deps.openHid(device, product), device.id, deps.wireLog),
  })
  const presses = createOwnPresses(clock)
  const bench = createBench(devices, clock, recorder)
  const channels = createChannels(deps, devices, () => wired().readinessChanged())
  const shift = createShift({
    ...(deps.shift ?? plainShift(profilesOf(site))),
    clock,
    site,
    isLastGood: deps.siteTrouble.lastGood,
    withProfile,
    recorder,
    alarms,
    facts: () => shiftFacts({ topics, watch, fallback, ptt, alarms, consoleService }, wired().ears),
    onChange: () => late.wired?.shiftChanged(),
  })
  const ptt = createPtt({
    clock,
    settings: site.settings,
    radioOf: (channel) => channels.find((one) => one.id === channel)?.driver,
    onRbsPress: (source) => {
      presses.pressed()
      wired().rbsPressed(source)
    },
    onChange: (before, event, after) => wired().pttChanged(before, event, after),
  })
  const releaseEverything = (): void => ptt.dispatch({ event: 'everything-released' })
  const realFallback = createFallback({
    clock,
    plan: planOf(site),
    settings: site.settings,
    manned: shift.isManned,
    ...(restored.switch ? { saved: restored.switch } : {}),
    channels,
    audioUndeclared: audioUndeclaredIn(site),
    releaseEverything,
    onReport: (report, state) => wired().switchReported(report, state),
    onChange: () => wired().switchChanged(),
  })
  const fallback = createSwitchDoor(realFallback, () => late.drill?.pretended)
  const watchTrace = createWatchTrace(clock, recorder, (moment) => standingAtStart(restored.alarms, { ...moment, memoryMs: site.settings.outageMemoryMs }))
  const exchange = new ActiveExchange({ clock, log: deps.log, radios: exchangingRadios(site, (device) => devices.radios.get(device)?.driver) })
  const watch = createHostWatch(deps, { devices, restored, presses, exchange }, {
    onChange: (change) => {
      wired().watchChanged(change)
      exchange.watchChanged(change, watch.view().services)
    },
    trace: watchTrace,
  })
  const numbers = createNumberMemory(deps.numbers, site.room.code)
  const incidents = createIncidents({
    clock,
    ledger,
    recorder,
    room: site.room.code,
    bootId: deps.bootId,
    kinds: SHIFT_KINDS,
    numbers,
    describe: (service) => (late.describe ?? unreachable())(service),
    series: () => (late.drill?.number === undefined ? 'S' : 'O'),
    onChange: (faults) => showNumbered(topics, 'faults', faults),
  })
  const maintenance = createMaintenance({ clock, services: site.services, watch, recorder, earlier: restored.maintenance })
  const moments = createMoments({ clock, ledger, recorder, reader: deps.reader })
  const alarmLog = createAlarmLog({ clock, ledger, onChange: ({ past, load }) => showAlarmLog(topics, past, load) })
  const alarmFeedback = createAlarmFeedback({ clock, alarms, alarmLog, recorder, watch })
  const notes = createNotes({ ledger, recorder, position: site.position.id, standing: incidents.standing })
  // What is said in a drill is said of a story: it is recorded, and is evidence of nothing.
  const speaksThrough = (): { readonly channel: string; readonly service?: string } =>
    ({ channel: fallback.state.active.channel, ...(rbs && late.drill?.number === undefined && fallback.state.active.channel === rbs.id ? { service: consoleService } : {}) })
  const standingFault = (): string | undefined => late.drill?.number ?? faultOfService(Object.values(topics.value('faults')), speaksThrough().service)
  const numbered = { clock, ledger, recorder, numbers, room: site.room.code, isDrill: () => late.drill?.number !== undefined }
  const reports = createReports({
    ...numbered,
    standingFault,
    retractTold: (seq, reason) => people.retract(seq, reason),
    onChange: (shown) => showNumbered(topics, 'reports', shown),
  })
  const actions = createActions({ ...numbered, onChange: (shown) => showNumbered(topics, 'actions', shown) })
  const people = createPeople({
    clock,
    watch,
    ledger,
    recorder,
    position: site.position.id,
    bootId: deps.bootId,
    speaksThrough,
    witnesses: site.services.filter((service) => service.role === 'witness').map((service) => service.id),
    standingFault,
    melding: reports.ofTold,
    onHeard: () => wired().peopleHeard(),
  })
  const drill = createDrilling(deps, { shift, watch, alarms, recorder, numbers: incidents, consoleService, channels, fallback, realFallback, isTesting: () => spoken.isBusy }, {
    releaseEverything,
    onReport: (report, state) => wired().drillReported(report, state),
    onSwitch: () => wired().switchChanged(),
    takeTested: (taken) => late.spoken?.handOver(taken) ?? {},
    isTested: (channel) => late.spoken?.held === channel,
    onChange: () => wired().drillChanged(),
  })
  late.drill = drill
  const spoken = createSpoken({
    clock,
    ledger,
    recorder,
    oldAfterMs: site.plan.spokenTestHours * HOUR_MS,
    surroundings: () => wired().spokenSurroundings(),
    target: (channel) => wired().spokenTarget(channel),
    witnesses: () => wired().witnesses(),
    deviceOf: (channel) => site.plan.channels.flatMap((one) => (one.id === channel && one.kind !== 'rbs' ? [one.device] : []))[0],
    select: async (channel, group) => channels.find((one) => one.id === channel)?.confirm(group) ?? fail(failure('DEVICE_STATE', 'no device')),
    hold: (channel, isWanted) => channels.find((one) => one.id === channel)?.use?.('test', isWanted),
    ownIdentity: (channel) => channels.find((one) => one.id === channel)?.driver.about?.ssi,
    releaseEverything,
    onAim: () => wired().spokenAimed(),
    onChange: () => wired().spokenChanged(),
  })
  late.spoken = spoken
  const channelHistory = createChannelHistory({ clock, ledger, recorder, channels: site.plan.channels.map(({ id }) => id), onChange: () => wired().readinessWritten() })
  const { say, rollCall } = createSaying(deps, { restored, recorder, topics, devices, fallback, ptt })
  const parts: Parts = { deps, topics, alarms, alarmLog, alarmFeedback, recorder, devices, channels, fallback, drill, realFallback, ptt, watch, watchTrace, incidents, reports, actions, maintenance, moments, notes, people, spoken, channelHistory, say, rollCall, consoleService, restored, shift, unitOf: unitsOf(site), earlierWatch }
  const clockQuality = createClockQuality(site.services, watch, clock)
  late.wired = new Wiring(parts)
  late.describe = createFaultPicture({ ...parts, bench, clockQuality })
  late.wired.start()
  void people.restore()
  void spoken.restore()
  void channelHistory.restore()
  const backups = createBackups(deps, recorder, alarms)
  backups?.start()
  const recordCheck = createRecordCheck({ clock, recorder, alarms, checking: deps.checking })
  const keys = createWorkstationKey(ledger, site.position.id)
  const retention = deps.reader && createRetention({ clock, log: deps.log, ledger, reader: deps.reader, recorder, settings: site.ledger.retention, clockQuality })
  retention?.start()
  const exports = deps.exporting && createExports({ clock, recorder, site, ...deps.exporting })
  const call = createCallHandler({ ...parts, emergencies: wired().emergencies, clock, keys, reader: deps.reader, recordCheck, exports })
  const panels = new Panels({ clock, log: deps.log, topics, recorder, buttons: devices.buttons, call })
  panels.start()

  return {
    call,
    bench,
    keys,
    clockQuality,
    subscribe: (names, listener) => topics.subscribe(names, listener),
    callerGone: (caller) => {
      for (const source of Object.keys(ptt.state.sources)) if (source.startsWith(`${caller}/`)) ptt.dispatch({ event: 'source-removed', source })
    },
    async stop() {
      backups?.stop()
      retention?.stop()
      spoken.close()
      channelHistory.stop()
      ptt.stop()
      fallback.stop()
      wired().stop()
      panels.stop()
      await Promise.all([watch.stop(), devices.stop()])
      watchTrace.stop()
      recorder.note('host.stopped', { boot: deps.bootId })
      await deps.reader?.close()
      await ledger.close()
    },
  }
}

function unreachable(): never {
  throw new Error('BUG_UNEXPECTED: a part spoke before the host was wired')
}
