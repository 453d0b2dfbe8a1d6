// What people say counts, fades, counts each of them once, and can be taken back; it never outweighs what is measured.
import { describe, expect, it } from 'vitest'
import { REPORT_STANDS_MS } from '../../../electron/contract/people.ts'
import type { ReportFrom, Symptom } from '../../../electron/contract/words.ts'
import { isProven, negativeProofs } from '../../../electron/host/watch/condition-state.ts'
import type { ConditionEvent } from '../../../electron/host/watch/types.ts'
import { due, scene, type Scene } from './scene.ts'

const MINUTE = 60_000
let last = 0
const told = (from: ReportFrom, unit?: string, symptom: Symptom = 'speech-drops'): ConditionEvent & { readonly report: string } =>
  ({ kind: 'people-told', report: `r${last += 1}`, symptom, from, ...(unit === undefined ? {} : { unit }) })
const tap = (symptom?: Symptom) => told('dispatcher', undefined, symptom)

/** Answers well for half an hour from the first second on; people speak in between. */
function room(said: readonly (readonly [atMs: number, event: ConditionEvent])[], untilMs: number): Scene {
  let at = scene()
  for (let ms = 1_000; ms <= untilMs; ms += 1_000) {
    at = at.reply(ms)
    for (const [atMs, event] of said) if (atMs >= ms && atMs < ms + 1_000) at = at.event(atMs, event)
  }
  return at
}
const words = (at: Scene): readonly string[] => at.changes.slice(1)

describe('people', () => {
  it('of whom two say it within five minutes make the service limited until that has faded', () => {
    expect(words(room([[10_000, tap()], [10_000, told('unit', '21-4131')]], 20 * MINUTE))).toEqual([
      'ok→degraded@10000 (people)', `degraded→ok@${10_000 + Math.ceil(Math.log2(200 / 75) * 5 * MINUTE)} (people-quiet)`,
    ])
    expect(words(room([[10_000, tap()], [10_000 + 5 * MINUTE, told('unit', '21-4131')]], 20 * MINUTE))).toEqual([
      `ok→degraded@${10_000 + 5 * MINUTE} (people)`, `degraded→ok@${10_000 + 10 * MINUTE} (people-quiet)`,
    ])
    expect(words(room([[10_000, tap()], [11_000 + 5 * MINUTE, told('unit', '21-4131')]], 20 * MINUTE))).toEqual([])
  })

  it('of one position, or of one unit, are one, however often and whatever they say', () => {
    const often = (event: () => ConditionEvent) => Array.from({ length: 20 }, (_, at) => [10_000 + at * 10_000, event()] as const)
    expect(words(room(often(() => tap('ptt-refused')), 6 * MINUTE))).toEqual([])
    expect(words(room(often(() => told('unit', '21-4131', 'no-reception')), 6 * MINUTE))).toEqual([])
    expect(words(room(often(() => told('unit')), 6 * MINUTE))).toEqual([])
  })

  it('of whom one hits a key for minutes do not shout another down, and fill no memory', () => {
    let at = scene().reply(1_000).event(1_100, told('unit', '21-4131'))
    for (let ms = 1_200; ms < 1_400; ms++) at = at.event(ms, tap())
    expect(at.state.people.reports.length).toBeLessThanOrEqual(64)
    expect(at.state.why).toMatchObject({ code: 'people', count: 2 })
  })

  it('of two units are two', () => {
    const at = room([[10_000, told('unit', '21-4131', 'no-reception')], [20_000, told('unit', '21-4132')]], 30_000)
    expect(at.state).toMatchObject({ now: 'degraded', why: { code: 'people', count: 2, sinceMs: 10_000, symptoms: ['speech-drops', 'no-reception'] } })
  })

  it('who say more while it is limited are counted in the reason', () => {
    const at = room([[10_000, told('unit', 'a')], [20_000, told('unit', 'b')], [30_000, tap()], [31_000, tap()]], 40_000)
    expect(at.effects.flatMap((one) => (one.effect === 'announce-reason' && one.why.code === 'people' ? [one.why.count] : []))).toEqual([3])
  })

  it('who take it back have not said it', () => {
    const [first, second] = [tap(), told('unit', '21-4131')]
    expect(words(room([[10_000, first], [20_000, second], [30_000, { kind: 'people-retracted', report: first.report }]], 40_000))).toEqual([
      'ok→degraded@20000 (people)', 'degraded→ok@30000 (people-quiet)',
    ])
    const at = room([[10_000, first], [30_000, { kind: 'people-retracted', report: 'never said' }]], 40_000)
    expect(at.state.people.reports).toHaveLength(1)
  })

  it('of whom one takes it back leave what the others said, as it stands without that one', () => {
    const wrong = tap()
    const at = room([[10_000, told('unit', 'a')], [11_000, told('unit', 'b')], [12_000, wrong], [3 * MINUTE, { kind: 'people-retracted', report: wrong.report }]], 3 * MINUTE + 2_000)
    expect(at.state).toMatchObject({ now: 'degraded', why: { code: 'people', count: 2 } })
  })

  it('of whom only one goes on saying it do not keep it limited longer than the other’s word stands', () => {
    const again = Array.from({ length: 10 }, (_, at) => [10_000 + at * 2 * MINUTE, told('unit', 'a')] as const)
    expect(words(room([[10_000, tap()], ...again], 20 * MINUTE))).toEqual(['ok→degraded@10000 (people)', `degraded→ok@${10_000 + REPORT_STANDS_MS} (people-quiet)`])
  })

  it('are forgotten after a quarter of an hour, and leave nothing to wait for', () => {
    const at = scene().reply(1_000).event(2_000, tap())
    expect(at.state.people.reports).toHaveLength(1)
    const later = at.until(2_000 + REPORT_STANDS_MS)
    expect([later.state.people, due(later)]).toEqual([{ reports: [], limited: false }, Infinity])
  })

  it('prove nothing towards down, and cost no penalty', () => {
    const at = room([[10_000, tap()], ...['a', 'b', 'c', 'd'].map((unit) => [11_000, told('unit', unit)] as const)], 60_000)
    expect([at.state.now, negativeProofs(at.state), at.state.instability.points]).toEqual(['degraded', 0, 0])
  })

  it('are not heard while the service is in maintenance or our own network is down', () => {
    const planned = scene().reply(1_000).event(1_500, { kind: 'maintenance-began' }).event(1_600, tap()).event(1_700, told('unit', 'a'))
    const blind = scene().reply(1_000).event(1_500, { kind: 'own-network-lost' }).event(1_600, tap()).event(1_700, told('unit', 'a'))
    expect([planned.state.people.reports, blind.state.people.reports]).toEqual([[], []])
  })

  it('who told of a failure do not hold up the recovery from it', () => {
    const down = scene({ settings: { goodMs: 3_000 } }).reply(1_000).event(1_500, tap()).event(1_600, told('unit', 'a')).fails(2_000, 'refused')
    const at = down.event(2_500, told('unit', 'b')).replies(3_000, 8_000)
    expect(at.changes.slice(2)).toEqual(['degraded→down@2000 (refused)', 'down→degraded@5000 (recovering)', 'degraded→ok@8000 (good-again)'])
  })

  it('of an earlier run count by their age, as if the host had not been away', () => {
    const remembered = (agoMs: number): ConditionEvent => ({ ...told('unit', `u${agoMs}`), agoMs } as ConditionEvent)
    const fresh = scene().reply(400_000).event(400_100, remembered(60_000)).event(400_100, remembered(61_000))
    const old = scene().reply(500_000).event(500_100, remembered(430_000)).event(500_100, remembered(431_000))
    const gone = scene().reply(2_000_000).event(2_000_000, remembered(REPORT_STANDS_MS))
    expect([fresh.state.now, old.state.now, gone.state.people.reports]).toEqual(['degraded', 'ok', []])
  })
})

describe('end-to-end proof', () => {
  const proven = (): Scene => scene().reply(1_000).event(1_100, { kind: 'heard-own' })

  it('yields at once to a dispatcher who says that speech fails, and comes back with the next sentence that is heard', () => {
    const at = proven().event(2_000, tap())
    expect(isProven(at.state)).toBe(false)
    expect(at.effects.at(-1)).toEqual({ effect: 'announce-proof', service: 'rbs', atMs: 2_000, proof: 'reachable' })
    expect(isProven(at.event(2_500, { kind: 'heard-own' }).state)).toBe(true)
  })

  it('is what it was when the tap is taken back', () => {
    const wrong = tap()
    expect(isProven(proven().event(2_000, wrong).event(2_400, { kind: 'people-retracted', report: wrong.report }).state)).toBe(true)
  })

  it('does not yield to one unit, which may stand where nothing is received', () => {
    expect(isProven(proven().event(2_000, told('unit', '21-4131', 'no-reception')).state)).toBe(true)
  })
})
