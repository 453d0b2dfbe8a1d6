// Days of watching in virtual time, with everything that goes wrong in them: the live watch with its probers, what it records,
// the alarms and the lines of an hour. Tells its parent after each day what it still holds. Run with --expose-gc.
import { createAlarmLog } from '../../electron/host/alarm/alarm-log.ts'
import { recordAlarm } from '../../electron/host/alarm-record.ts'
import { createAlarms } from '../../electron/host/alarms.ts'
import { createIncidents } from '../../electron/host/incident/incident.ts'
import type { Ledger } from '../../electron/host/ledger/port.ts'
import { createRecorder } from '../../electron/host/recorder.ts'
import { TIMELINE_KINDS } from '../../electron/host/timeline-kinds.ts'
import { createTraces } from '../../electron/host/traces.ts'
import { Troubles } from '../../electron/host/troubles.ts'
import { createWatchTrace } from '../../electron/host/watch-trace.ts'
import { createWatch, DEFAULT_WATCH_SETTINGS, type Probe, type ProbeEars, type ProbeResult, type ServiceConfig, type Watch } from '../../electron/host/watch/index.ts'
import { ok } from '../../native/kit/result.ts'
import { createChance } from '../sim/chance.ts'
import { createVirtualClock } from './virtual-clock.ts'

export interface WeekDay {
  readonly day: number
  readonly heapBytes: number
  readonly samples: number
  /** What waits on the clock: timers that are never cancelled would add up here. */
  readonly timers: number
  readonly changes: number
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * HOUR_MS
const PROBES_EACH = 4
const ROLES = ['console', 'witness', 'telephony', 'network', 'gateway', 'power', 'other'] as const

const [wantedProbes = 0, wantedDays = 0] = process.argv.slice(2).map(Number)
const clock = createVirtualClock(Date.UTC(2026, 0, 5))
const chance = createChance(20_200_915)
const ears = new Map<string, ProbeEars>()
let samples = 0
let changes = 0
let networkSays: (word: 'found' | 'lost') => void = () => {}

const services: readonly ServiceConfig[] = Array.from({ length: Math.ceil(wantedProbes / PROBES_EACH) }, (_, at) => ({
  id: `service-${at}`,
  role: ROLES[at] ?? 'other',
  label: `Service ${at}`,
  dependsOn: at > 6 ? ['service-3'] : [],
  viaOwnNetwork: at !== 1,
  probes: Array.from({ length: Math.min(PROBES_EACH, wantedProbes - at * PROBES_EACH) }, (_unused, probe) => ({ id: `${at}/${probe}`, weight: probe < 2 ? 'primary' : 'secondary', latencyLimitMs: 300 })),
}))

// ── what goes wrong ────────────────────────────────────────────────────────────────────────

const WELL: ProbeResult = { kind: 'reply', latencyMs: 4, detail: 'SIP 200' }
const SLOW: ProbeResult = { kind: 'reply', latencyMs: 450, detail: 'SIP 200' }
const SICK: ProbeResult = { kind: 'reply', latencyMs: 5, detail: 'SIP 503', limited: 'SIP 503' }
const REFUSED: ProbeResult = { kind: 'refused', detail: 'ECONNREFUSED' }
type Played = ProbeResult | 'silent'

/** Of each hour, or each day, the same: what is different on the second day is different on the seventh. */
function answerOf(service: number): Played {
  const nowMs = clock.monotonicMs()
  const hour = Math.floor(nowMs / HOUR_MS) % 24
  const minute = Math.floor(nowMs / MINUTE_MS) % 60
  if (chance() < (service === 3 ? 0.1 : 0.005)) return 'silent'
  switch (service) {
    // Four minutes up, two down, as in September 2020.
    case 0: return hour >= 2 && hour < 6 && minute % 6 >= 4 ? 'silent' : WELL
    case 1: return hour === 12 && minute < 20 ? 'silent' : WELL
    case 2: return hour % 6 === 0 && minute < 10 ? REFUSED : WELL
    case 4: return hour % 8 === 3 ? SLOW : WELL
    case 5: return hour % 12 === 7 && minute < 15 ? SICK : WELL
    default: return hour === 20 && minute < 5 ? 'silent' : WELL
  }
}

function played(id: string): Probe {
  const service = Number(id.split('/')[0])
  return {
    open: async (given) => {
      ears.set(id, given)
      return ok()
    },
    ask: () => {
      samples++
      const answer = answerOf(service)
      return answer === 'silent' ? new Promise(() => {}) : Promise.resolve(answer)
    },
    close: async () => {},
  }
}

// ── what the host makes of it ──────────────────────────────────────────────────────────────

let seq = 0
/** Keeps nothing, and tells of everything at once. */
const ledger: Pick<Ledger, 'record' | 'sample' | 'latest' | 'head'> = {
  async record(draft) {
    seq++
    const entries = [{ ...draft, seq, utcMs: clock.utcMs() }]
    alarmLog.committed(entries)
    incidents.committed(entries)
    return ok({ seq })
  },
  sample: () => {},
  latest: async () => ok([]),
  get head() {
    return { seq, anchoredSeq: seq, headCode: '' }
  },
}
const recorder = createRecorder({ ledger, position: 'OB-07', simulated: true, onRefused: () => {} })
const alarmLog = createAlarmLog({ clock, ledger, onChange: () => {} })
const incidents = createIncidents({ clock, ledger, recorder, room: 'OB', bootId: 'week', kinds: TIMELINE_KINDS, numbers: { read: () => ({}), given: () => {} }, describe: () => ({ begun: { begun: 'unknown' }, proposal: { symptom: 'other', because: 'nothing-fits' }, picture: {} }), series: () => 'S', onChange: () => {} })
const watchTrace = createWatchTrace(clock, recorder)
const alarms = createAlarms(() => clock.utcMs(), (change, before) => {
  changes++
  recordAlarm(recorder, change, before)
})
const traces = createTraces(clock, Promise.resolve([ok([]), ok([])]), () => {})
const watch: Watch = createWatch({
  clock,
  random: { bytes: (length) => new Uint8Array(length), fraction: chance },
  services,
  openProbe: (id) => ok(played(id)),
  ownNetwork: { watch: (listener) => { networkSays = listener; return () => {} } },
  trace: watchTrace,
  onChange: (change) => {
    changes++
    traces.changed(change)
    troubles.watchChanged(change)
  },
})
const troubles = new Troubles({ alarms, incidents, watch, watchTrace, deps: { clock, site: { services: [], settings: DEFAULT_WATCH_SETTINGS } }, restored: {} })

/** What is not a probe's: people, planned work, our own network, the control radio. */
function everyMinute(minute: number): void {
  const ofDay = minute % (24 * 60)
  const from = minute % 2 === 0 ? 'dispatcher' as const : 'unit' as const
  if (minute % 20 < 2) watch.hearPeople('service-0', { kind: 'people-told', report: `told-${minute}`, symptom: 'speech-drops', from, ...(from === 'unit' && { unit: `21-${minute % 97}` }) })
  if (minute % 60 === 25) watch.hearPeople('service-0', { kind: 'people-retracted', report: `told-${minute - 5}` })
  if (minute % 7 === 0) ears.get('1/0')?.push({ result: { kind: 'reply', heardOwn: true }, sentMs: Math.floor(clock.monotonicMs()), regular: false })
  if (ofDay === 60) watch.beginMaintenance('service-0')
  if (ofDay === 90) watch.endMaintenance('service-0')
  if (ofDay === 600) networkSays('lost')
  if (ofDay === 602) networkSays('found')
  if (ofDay === 900) watch.liftUnstable('service-0')
  for (const { id } of minute % 30 === 0 ? alarms.standing : []) if (alarms.acknowledge(id)) troubles.acknowledged(id)
  traces.timePassed()
  watch.save()
}

// ── the days ───────────────────────────────────────────────────────────────────────────────

async function run(): Promise<void> {
  watch.start()
  networkSays('found')
  traces.begin(watch.view())
  troubles.start()
  alarmLog.start()
  await new Promise<void>((resolve) => { setImmediate(resolve) })
  for (let minute = 1; minute <= wantedDays * 24 * 60; minute++) {
    // An answer is taken in the turn after the question: before the clock moves on.
    while (clock.runNext(minute * MINUTE_MS)) await undefined
    everyMinute(minute)
    if (minute % 60 === 0) await new Promise<void>((resolve) => { setImmediate(resolve) })
    if ((minute * MINUTE_MS) % DAY_MS === 0) tell(Math.round((minute * MINUTE_MS) / DAY_MS))
  }
  process.disconnect()
}

function tell(day: number): void {
  globalThis.gc?.()
  globalThis.gc?.()
  process.send?.({ day, heapBytes: process.memoryUsage().heapUsed, samples, timers: clock.pending, changes } satisfies WeekDay)
}

await run()
