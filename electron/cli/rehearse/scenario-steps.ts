// The accelerated forms of the scenarios: what each outage asked of a console, step by step, in under 45 s. The shapes are those
// of resources/scenarios; hours of waiting are left out, and the drawn truth with them.
import type { Symptom } from '../../contract/words.ts'
import type { ScenarioFault } from '../../../test/sim/scenarios/scenario-schema.ts'
import { worldStage } from '../../../test/sim/scenarios/world-stage.ts'
import type { Rehearsal, Step } from './steps.ts'
import { STEPS } from './steps.ts'

const RBS = 'rbs'
const DESK = 'desk-radio'
const C2000 = 'c2000'
const OFFICE_ICT = 'office-ict'
/** Silence of 4 s counts from the last reply, which may be younger than the fault by one probe's way. */
const DOWN_MS = 4_600
/** Bound of the verdict. Issue "watching that can be trusted". */
const VERDICT_MS = 10_000
const BACK_MS = 4_000
/** What must hold already and is only looked at. */
const AT_ONCE_MS = 250
const HEARD_MS = 2_000

const step = (name: string): Step => {
  const found = STEPS.find((one) => one.name === name)
  if (!found) throw new Error(`BUG_UNEXPECTED: no step ${name}`)
  return found
}

const reached = (name: string, limitMs: number, holds: (r: Rehearsal) => boolean): Step =>
  ({ name, limitMs: () => limitMs, act: (r, limit) => r.session.until(() => holds(r), limit) })

const breaks = (name: string, limitMs: number, faults: Readonly<Record<string, ScenarioFault | undefined>>, holds: (r: Rehearsal) => boolean): Step => ({
  name,
  limitMs: () => limitMs,
  act: async (r, limit) => {
    const stage = worldStage(r.world)
    const done = await Promise.all(Object.entries(faults).map(([service, is]) => stage.set(service, is)))
    return done.every((one) => one.ok) ? r.session.until(() => holds(r), limit) : undefined
  },
})

const now = (r: Rehearsal, id: string): string | undefined => r.session.topic('services')[id]?.now
const isBack = (r: Rehearsal, id: string): boolean => now(r, id) === 'ok' || now(r, id) === 'degraded'
const diagnosis = (r: Rehearsal): string | undefined => r.session.topic('diagnosis').diagnosis?.kind
const alarmOf = (r: Rehearsal, id: string) => r.session.topic('alarms')[`service:${id}`]
const channel = (r: Rehearsal): string | undefined => r.session.topic('switch').switch?.channel
const untouched = (r: Rehearsal, ...ids: readonly string[]): boolean => ids.every((id) => now(r, id) === 'ok' && !alarmOf(r, id))

// ── 15–17 September 2020 ───────────────────────────────────────────────────────────────────

const HANG: ScenarioFault = { fault: 'hang' }
const ICT_HANGS = { [OFFICE_ICT]: HANG, 'tel-0900': HANG, gms: HANG, [RBS]: HANG }
const ICT_WORKS = { [OFFICE_ICT]: undefined, 'tel-0900': undefined, gms: undefined, [RBS]: undefined }

const POLICE_ICT: readonly Step[] = [
  step('healthy'),
  breaks('ict-hangs', DOWN_MS, ICT_HANGS, (r) => now(r, RBS) === 'down'),
  reached('common-dependency', VERDICT_MS, (r) => diagnosis(r) === 'common-dependency' && r.session.topic('diagnosis').diagnosis?.dependency === OFFICE_ICT),
  reached('112-and-c2000-untouched', AT_ONCE_MS, (r) => untouched(r, 'tel-112', C2000)),
  step('switched'),
  breaks('ict-back', BACK_MS, ICT_WORKS, (r) => isBack(r, RBS)),
  { ...step('return-offered'), limitMs: (s) => s.holdMs + s.goodMs + 2_000 },
  step('returned'),
  breaks('rbs-hangs-again', DOWN_MS, { [RBS]: HANG }, (r) => now(r, RBS) === 'down'),
  reached('console-fault', VERDICT_MS, (r) => diagnosis(r) === 'console-fault'),
  { ...step('switched'), name: 'switched-again' },
  breaks('rbs-back-again', BACK_MS, { [RBS]: undefined }, (r) => isBack(r, RBS)),
  { name: 'hold-doubled', limitMs: () => AT_ONCE_MS, act: (r, limit) => r.session.until(() => r.session.topic('switch').switch?.hold?.holdMs === 2 * r.settings.holdMs, limit) },
  breaks('rbs-unstable', DOWN_MS, { [RBS]: HANG }, (r) => r.session.topic('services')[RBS]?.unstable?.count === 3),
  reached('one-alarm', AT_ONCE_MS, (r) => alarmOf(r, RBS)?.code === 'service-unstable' && untouched(r, 'tel-112', C2000)),
  breaks('rbs-back-unstable', BACK_MS, { [RBS]: undefined }, (r) => isBack(r, RBS) && r.session.topic('services')[RBS]?.unstable !== undefined),
  reached('stays-on-desk-radio', AT_ONCE_MS, (r) => channel(r) === DESK && r.session.topic('switch').switch?.returnOffered === false),
]

// ── 27 January – 27 March 2020 ─────────────────────────────────────────────────────────────

const reports = (name: string, unit: string, symptom: Symptom): Step => ({
  name,
  limitMs: () => 500,
  act: async (r) => {
    const startMs = r.clock.monotonicMs()
    const reply = await r.session.client.call('people.report', { unit, symptom })
    if (!reply.ok) return undefined
    r.acknowledged.seqs.push(reply.value.seq)
    return r.clock.monotonicMs() - startMs
  },
})

const isLimitedByPeople = (r: Rehearsal): boolean => now(r, RBS) === 'degraded' && r.session.topic('services')[RBS]?.why['code'] === 'people'
const staysOnRbs = (r: Rehearsal): boolean => channel(r) === RBS && !r.session.topic('switch').switch?.countdown

const MIGRATION: readonly Step[] = [
  step('healthy'),
  reports('unit-reports', '21-4131', 'no-reception'),
  breaks('control-radio-searches', HEARD_MS, { [C2000]: { fault: 'searching' } }, (r) => now(r, C2000) === 'down'),
  reached('witness-lost', VERDICT_MS, (r) => diagnosis(r) === 'witness-lost'),
  // One unit at one place may stand behind a hill.
  reached('rbs-untouched', AT_ONCE_MS, (r) => untouched(r, RBS, 'tel-112') && staysOnRbs(r)),
  breaks('control-radio-back', BACK_MS, { [C2000]: undefined }, (r) => isBack(r, C2000)),
  breaks('control-radio-silent', DOWN_MS, { [C2000]: HANG }, (r) => now(r, C2000) === 'down'),
  reached('witness-lost-again', VERDICT_MS, (r) => diagnosis(r) === 'witness-lost'),
  breaks('all-in-order', 15_000, { [C2000]: undefined }, (r) => now(r, C2000) === 'ok' && diagnosis(r) === 'normal'),
  reports('another-unit-reports', '21-4132', 'speech-drops'),
  reached('people-limit-rbs', AT_ONCE_MS, isLimitedByPeople),
  reached('stays-on-rbs', AT_ONCE_MS, (r) => staysOnRbs(r) && untouched(r, 'tel-112')),
]

// ── 31 December 2024 ───────────────────────────────────────────────────────────────────────

const EMERGENCY_SSI = 6_101_630
const emergencyOf = (r: Rehearsal) => Object.values(r.session.topic('alarms')).find((one) => one.kind === 'emergency')

const NEW_YEAR: readonly Step[] = [
  step('healthy'),
  step('rbs-hangs-unknown'),
  step('rbs-hangs-down'),
  reached('console-fault', VERDICT_MS, (r) => diagnosis(r) === 'console-fault'),
  reached('one-alarm', AT_ONCE_MS, (r) => alarmOf(r, RBS)?.code === 'service-down' && untouched(r, C2000, 'tel-112')),
  step('switched'),
  step('group-confirmed'),
  step('pedal-request'),
  step('grant'),
  step('talk'),
  step('release'),
  {
    name: 'emergency-heard',
    limitMs: () => HEARD_MS,
    act: (r, limit) => {
      const { radio } = r.world.desk
      radio.setFault({ fault: 'emergency', ssi: EMERGENCY_SSI, as: 'call' })
      return r.session.until(() => emergencyOf(r) !== undefined, limit)
    },
  },
  {
    name: 'emergency-taken',
    limitMs: () => HEARD_MS,
    act: async (r, limit) => {
      const alarm = emergencyOf(r)
      if (!alarm) return undefined
      const reply = await r.session.client.call('emergency.take', { alarm: alarm.id })
      r.world.desk.radio.clearFault('emergency')
      if (!reply.ok) return undefined
      r.acknowledged.seqs.push(reply.value.seq)
      return r.session.until(() => emergencyOf(r) === undefined, limit)
    },
  },
  step('rbs-back'),
  step('hold'),
  // An emergency call holds the offer back until it has been quiet for ten seconds.
  { ...step('return-offered'), limitMs: (s) => s.goodMs + 15_000 },
  step('returned'),
]

/** By the names of resources/scenarios; `outage` is the plain one. */
export const SCENARIO_STEPS: Readonly<Record<string, readonly Step[]>> = {
  outage: STEPS,
  '2020-09-police-ict': POLICE_ICT,
  '2020-01-c2000-migration': MIGRATION,
  '2024-12-31-rbs': NEW_YEAR,
}
