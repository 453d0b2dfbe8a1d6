// What the host records of its watching, replayed, says what the console said then: the same words at the same milliseconds.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SYMPTOMS } from '../../../electron/contract/people.ts'
import { createReplay, type ReplayOutput } from '../../../electron/host/replay.ts'
import { recordedTrace, type TraceRow } from '../../../electron/host/recorded-trace.ts'
import type { Alarms } from '../../../electron/host/alarms.ts'
import { Troubles } from '../../../electron/host/troubles.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchChange } from '../../../electron/host/watch/index.ts'
import type { ProbeResult, ServiceConfig } from '../../../electron/host/watch/types.ts'
import { createWatchTrace } from '../../../electron/host/watch-trace.ts'
import { failure } from '../../../native/kit/errors.ts'
import { stage, type Stage } from '../../unit/watch/stage.ts'
import { primary, secondary } from '../../unit/watch/scene.ts'

const service = (more: Partial<ServiceConfig> & Pick<ServiceConfig, 'id' | 'role'>): ServiceConfig =>
  ({ label: more.id, dependsOn: [], viaOwnNetwork: true, probes: [primary(`${more.id}-a`)], ...more })
const SERVICES: readonly ServiceConfig[] = [
  service({ id: 'rbs', role: 'console', dependsOn: ['lan'], probes: [primary('sip'), primary('beat'), secondary('tcp')] }),
  service({ id: 'c2000', role: 'witness', viaOwnNetwork: false, probes: [primary('radio')] }),
  service({ id: 'tel-112', role: 'telephony', dependsOn: ['lan'], probes: [{ id: 'tel', weight: 'primary', latencyLimitMs: 40 }] }),
  service({ id: 'lan', role: 'network', probes: [primary('ping')] }),
]
const PROBES = SERVICES.flatMap((one) => one.probes.map((probe) => probe.id))
const SETTINGS = { goodMs: 5_000, penaltyUnstable: 1_500, unstableClearMs: 40_000, latencyWindowMs: 4_000 }

type Act = (at: Stage, troubles: Troubles) => void

const answer: fc.Arbitrary<ProbeResult | 'silent'> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0, 3, 60).map((latencyMs): ProbeResult => ({ kind: 'reply', latencyMs })) },
  { weight: 3, arbitrary: fc.constant('silent' as const) },
  { weight: 2, arbitrary: fc.constantFrom<ProbeResult>({ kind: 'refused', detail: 'ECONNREFUSED' }, { kind: 'unreachable' }, { kind: 'unplugged' }) },
  { weight: 1, arbitrary: fc.constantFrom<ProbeResult>({ kind: 'reply', latencyMs: 2, limited: 'SIP 503', detail: 'SIP 503' }, { kind: 'reply', latencyMs: 2, registration: 'none' }, { kind: 'reply', latencyMs: 2, registration: 'home', cell: 'local' }, { kind: 'reply', latencyMs: 2, registration: 'home', cell: 'wide', heardOwn: true, afterPressMs: 400 }) },
)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(fc.constantFrom(...PROBES), answer).map(([probe, said]): Act => ({ answers }) => void answers.set(probe, said)) },
  { weight: 2, arbitrary: answer.map((said): Act => ({ answers }) => { for (const probe of ['sip', 'beat', 'tcp']) answers.set(probe, said) }) },
  { weight: 2, arbitrary: fc.constantFrom('lost' as const, 'found' as const).map((word): Act => ({ network }) => network.say(word)) },
  { weight: 2, arbitrary: fc.constantFrom(300, 900, 3_000, 6_000).map((ms): Act => ({ clock }) => clock.stall(ms)) },
  { weight: 1, arbitrary: fc.constantFrom(-3_600_000, 2_500, 3_600_000).map((ms): Act => ({ manual }) => manual.stepUtc(ms)) },
  { weight: 1, arbitrary: fc.constantFrom('sip', 'beat', 'radio').map((probe): Act => ({ ears }) => ears.get(probe)?.lost(failure('LINK_LOST', 'ping ended'))) },
  { weight: 2, arbitrary: fc.boolean().map((on): Act => ({ watch }) => (on ? watch.beginMaintenance('rbs') : watch.endMaintenance('rbs'))) },
  { weight: 1, arbitrary: fc.constant<Act>(({ watch }) => watch.liftUnstable('rbs')) },
  { weight: 1, arbitrary: fc.constant<Act>(({ watch }) => watch.hint('rbs')) },
  {
    weight: 3,
    arbitrary: fc.record({ report: fc.constantFrom('M-1', 'M-2', 'M-3', 'M-4'), symptom: fc.constantFrom(...SYMPTOMS), unit: fc.constantFrom(undefined, 'BRW 01', 'BRW 02') })
      .map(({ report, symptom, unit }): Act => ({ watch }) => watch.hearPeople('rbs', { kind: 'people-told', report, symptom, ...(unit === undefined ? { from: 'dispatcher' } : { from: 'unit', unit }) })),
  },
  { weight: 1, arbitrary: fc.constantFrom('M-1', 'M-2').map((report): Act => ({ watch }) => watch.hearPeople('rbs', { kind: 'people-retracted', report })) },
  { weight: 1, arbitrary: fc.constant<Act>((_, troubles) => troubles.acknowledged('service:rbs')) },
)
const script = fc.array(fc.tuple(fc.integer({ min: 0, max: 9_000 }), act), { minLength: 1, maxLength: 50 })

/** Sentences of one kind in their order; of several at one moment the kinds may be told in another order. */
const byKind = (told: readonly ReplayOutput[]): Readonly<Record<string, readonly ReplayOutput[]>> => ({
  conditions: told.filter((one) => 'from' in one),
  diagnoses: told.filter((one) => 'diagnosis' in one),
  sounds: told.filter((one) => 'alarm' in one),
})

async function live(steps: readonly (readonly [number, Act])[]): Promise<{ readonly told: readonly ReplayOutput[]; readonly rows: readonly TraceRow[]; readonly endMs: number }> {
  const told: ReplayOutput[] = []
  const rows: TraceRow[] = []
  const entry = (kind: string, payload: object, text?: string): void => void rows.push({ boot: 'one', utcMs: at.clock.utcMs(), kind, payload: JSON.stringify(payload), ...(text !== undefined && { text }) })
  const recorder = { note: entry, sample: entry }
  const labelled = new Set<string>()
  const now = new Map<string, ReplayOutput & { readonly to: string }>()
  const onChange = (change: WatchChange): void => {
    told.push(...sentencesOf(change, labelled, now))
    troubles.watchChanged(change)
  }
  const at: Stage = stage(SERVICES, { settings: SETTINGS, onChange, trace: { began: (begin) => watchTrace.began(begin), told: (event, atMs) => watchTrace.told(event, atMs) } })
  const watchTrace = createWatchTrace(at.clock, recorder)
  // The wall clock is set in between.
  const toMonoMs = (): number => at.clock.monotonicMs() - at.clock.utcMs()
  const raise: Alarms['raise'] = ({ id }, sounded) =>
    void (typeof sounded === 'object' && 'atUtcMs' in sounded && told.push({ t: sounded.atUtcMs + toMonoMs(), alarm: id.replace('service:', ''), kind: 'sounds' }))
  const troubles = new Troubles({
    deps: { clock: at.clock, site: { services: [], settings: { ...DEFAULT_WATCH_SETTINGS, ...SETTINGS } } }, restored: {}, watch: at.watch, watchTrace,
    alarms: { raise, clear: () => undefined, standing: [] }, incidents: { setTrouble: () => undefined },
  } as unknown as ConstructorParameters<typeof Troubles>[0])
  at.watch.start()
  troubles.start()
  for (const [gapMs, doIt] of steps) {
    await at.manual.advanceAsync(gapMs)
    doIt(at, troubles)
  }
  await at.manual.advanceAsync(70_000)
  const endMs = Math.floor(at.clock.monotonicMs())
  troubles.stop()
  await at.watch.stop()
  watchTrace.stop()
  return { told, rows, endMs }
}

/** What the live console announces, in the words of the replay. */
function sentencesOf(change: WatchChange, labelled: Set<string>, now: Map<string, ReplayOutput & { readonly to: string }>): readonly ReplayOutput[] {
  switch (change.effect) {
    case 'announce-change': {
      const sentence = { t: change.atMs, service: change.service, from: change.from, to: change.to, why: change.why.code }
      now.set(change.service, sentence)
      return [sentence]
    }
    case 'announce-unstable':
      if (labelled.has(change.service)) return []
      labelled.add(change.service)
      return [{ t: change.atMs, service: change.service, from: now.get(change.service)?.to as 'down', to: 'unstable', why: 'downs' }]
    case 'announce-stable':
      labelled.delete(change.service)
      return [{ t: change.atMs, service: change.service, from: 'unstable', to: now.get(change.service)?.to as 'ok', why: change.by }]
    case 'announce-diagnosis': return change.from.kind === change.to.kind ? [] : [{ t: change.atMs, diagnosis: change.to.kind }]
    default: return []
  }
}

function replayed(rows: readonly TraceRow[], endMs: number): readonly ReplayOutput[] {
  const replay = createReplay()
  const told: ReplayOutput[] = []
  for (const line of [...recordedTrace(rows, {}, { deleted: 0, headless: 0, damaged: 0 }), JSON.stringify({ t: endMs, tick: true })]) {
    const read = replay.take(line)
    if (!read.ok) throw new Error(`${read.error.detail}: ${line}`)
    told.push(...read.value)
  }
  return told
}

describe('a recorded trace', () => {
  it('replayed says what the live console said: conditions, labels, causes and sounds, at the same milliseconds', async () => {
    let transitions = 0
    let sounds = 0
    await fc.assert(fc.asyncProperty(script, async (steps) => {
      const { told, rows, endMs } = await live(steps)
      transitions += told.filter((one) => 'from' in one).length
      sounds += told.filter((one) => 'alarm' in one).length
      expect(byKind(replayed(rows, endMs))).toEqual(byKind(told))
      // Nobody is named in a trace.
      expect([...recordedTrace(rows, {}, { deleted: 0, headless: 0, damaged: 0 })].join()).not.toContain('BRW')
    }), { numRuns: 25 })
    // The scripts do bring something about; how much differs from seed to seed.
    expect(transitions).toBeGreaterThan(100)
    expect(sounds).toBeGreaterThan(5)
  })
})
