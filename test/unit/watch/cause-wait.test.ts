// When a cause is named: not before everything was asked since the failure, and not later than the bound.
import { describe, expect, it } from 'vitest'
import type { ServiceRole } from '../../../electron/contract/words.ts'
import { DEFAULT_WATCH_SETTINGS as SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult, ServiceConfig } from '../../../electron/host/watch/types.ts'
import { createWatchState, reduceWatch, watchDueMs, type WatchState } from '../../../electron/host/watch/watch-machine.ts'
import { primary } from './scene.ts'

const service = (id: string, role: ServiceRole): ServiceConfig => ({ id, role, label: id, dependsOn: [], viaOwnNetwork: role !== 'witness', probes: [primary(`${id}-1`)] })
const PAIR = [service('rbs', 'console'), service('c2000', 'witness')]

const ANSWERS = {
  'reply': { kind: 'reply', latencyMs: 5, cell: 'wide' },
  'local-cell': { kind: 'reply', latencyMs: 5, cell: 'local' },
  'refused': { kind: 'refused' },
  'silent': { kind: 'timeout' },
} as const satisfies Record<string, ProbeResult>

/** What each service answers from a moment on; asked each second, rbs at 0, c2000 at 400 ms past it. */
type Plot = Readonly<Record<string, readonly (readonly [fromMs: number, answer: keyof typeof ANSWERS])[]>>

function told(plot: Plot, untilMs: number, services: readonly ServiceConfig[] = PAIR): readonly string[] {
  let state: WatchState = createWatchState({ services, settings: SETTINGS, nowMs: 0, utcMs: 0 })
  const lines: string[] = []
  const results: { readonly atMs: number; readonly id: string; readonly sentMs: number; readonly result: ProbeResult }[] = []
  for (const [id, phase] of [['rbs', 0], ['c2000', 400]] as const) {
    for (let sentMs = phase; sentMs < untilMs; sentMs += 1_000) {
      const answer = (plot[id] ?? []).findLast(([fromMs]) => fromMs <= sentMs)?.[1] ?? 'reply'
      results.push({ id, sentMs, atMs: sentMs + (answer === 'silent' ? 800 : 5), result: ANSWERS[answer] })
    }
  }
  const take = (event: Parameters<typeof reduceWatch>[1], atMs: number): void => {
    const step = reduceWatch(state, event, atMs)
    state = step.state
    for (const one of step.effects) if (one.effect === 'announce-diagnosis' && one.from.kind !== one.to.kind) lines.push(`${one.to.kind}${one.to.because ? ` (${one.to.because})` : ''}@${one.atMs}`)
  }
  for (const { atMs, id, sentMs, result } of results.toSorted((one, other) => one.atMs - other.atMs)) {
    take({ kind: 'sampled', sample: { probe: `${id}-1`, sentMs, atMs, regular: true, result } }, atMs)
    expect(watchDueMs(state)).toBeGreaterThan(atMs)
  }
  take({ kind: 'time-passed' }, untilMs)
  return lines
}

const kinds = (lines: readonly string[]): readonly string[] => lines.map((one) => one.replace(/@.*/, ''))
const REPLIES = [0, 'reply'] as const

describe('a failure of one', () => {
  it('by hard evidence is named when the other was asked after the window', () => {
    expect(told({ rbs: [REPLIES, [10_000, 'refused']] }, 20_000)).toEqual(['normal@405', 'unknown (not-yet)@10005', 'console-fault@13405'])
  })

  it('by silence is named as it is down, for the other was asked meanwhile', () => {
    expect(told({ rbs: [REPLIES, [10_000, 'silent']] }, 20_000)).toEqual(['normal@405', 'unknown (not-yet)@11505', 'console-fault@13005'])
  })
})

describe('failures of both', () => {
  it.each([0, 1_000, 3_000])('%i ms apart are one outage and never two causes', (apartMs) => {
    const lines = told({ rbs: [REPLIES, [10_000, 'refused']], c2000: [REPLIES, [10_000 + apartMs, 'silent']] }, 30_000)
    expect(kinds(lines)).toEqual(['normal', 'unknown (not-yet)', 'network-outage'])
    expect(Number(lines.at(-1)?.split('@')[1])).toBeLessThanOrEqual(20_000)
  })

  it('seen by a radio whose cell is cut off come and go as one too', () => {
    const plot = { rbs: [REPLIES, [12_000, 'refused'], [33_000, 'reply']], c2000: [REPLIES, [10_000, 'local-cell'], [30_000, 'reply']] } as const
    expect(kinds(told(plot, 110_000))).toEqual(['normal', 'unknown (not-yet)', 'network-outage', 'unknown (not-yet)', 'normal'])
  })

  it('that end 3 s apart are neither a lost control radio nor a console fault on the way', () => {
    const plot = { rbs: [REPLIES, [10_000, 'silent'], [30_000, 'reply']], c2000: [REPLIES, [10_000, 'silent'], [33_000, 'reply']] } as const
    expect(kinds(told(plot, 110_000))).toEqual(['normal', 'unknown (not-yet)', 'network-outage', 'unknown (not-yet)', 'normal'])
  })
})

it('a console that comes back stays the fault it was until it has proved itself', () => {
  expect(told({ rbs: [REPLIES, [10_000, 'refused'], [30_000, 'reply']] }, 110_000).at(-1)).toBe('normal@92005')
})

it('a service of which nothing is known yet holds the verdict up to the bound, and no longer', () => {
  const lines = told({ rbs: [REPLIES, [10_000, 'refused']] }, 30_000, [...PAIR, service('gms', 'other')])
  expect(lines.slice(1)).toEqual(['unknown (not-yet)@10005', 'console-fault@20005'])
})
