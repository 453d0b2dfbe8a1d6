import { describe, expect, it } from 'vitest'
import { createSchedule, reduceSchedule, scheduleDueMs, type ScheduleEvent, type ScheduleState } from '../../../electron/host/watch/schedule.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'

const fresh = (phase = 0): ScheduleState => createSchedule(DEFAULT_WATCH_SETTINGS, phase, 0)

/** Runs to `untilMs`, giving each event at its time; tells every question as `r@ms` or `f@ms`. */
function run(state: ScheduleState, untilMs: number, events: readonly (readonly [number, ScheduleEvent['kind']])[] = []): { readonly asked: readonly string[]; readonly state: ScheduleState } {
  let now = state
  const asked: string[] = []
  const take = (kind: ScheduleEvent['kind'], atMs: number): void => {
    const step = reduceSchedule(now, { kind }, atMs)
    now = step.state
    for (const effect of step.effects) asked.push(`${effect.regular ? 'r' : 'f'}@${atMs}`)
  }
  for (const [atMs, kind] of [...events, [untilMs, 'time-passed'] as const]) {
    while (scheduleDueMs(now) <= atMs) take('time-passed', scheduleDueMs(now))
    take(kind, atMs)
  }
  return { asked, state: now }
}

describe('the schedule of one probe', () => {
  it('asks each second, from its own phase', () => {
    expect(run(fresh(0.25), 3_500).asked).toEqual(['r@250', 'r@1250', 'r@2250', 'r@3250'])
  })

  it('at a miss asks once at once and then each 250 ms, the regular questions going on', () => {
    expect(run(fresh(), 2_000, [[800, 'missed']]).asked).toEqual(['r@0', 'f@800', 'r@1000', 'f@1050', 'f@1300', 'f@1550', 'f@1800', 'r@2000'])
  })

  it('asks fast until a reply', () => {
    expect(run(fresh(), 3_000, [[800, 'missed'], [1_100, 'replied']]).asked).toEqual(['r@0', 'f@800', 'r@1000', 'f@1050', 'r@2000', 'r@3000'])
  })

  it('takes further misses of the same silence for granted', () => {
    expect(run(fresh(), 1_500, [[800, 'missed'], [850, 'missed'], [900, 'missed']]).asked).toEqual(['r@0', 'f@800', 'r@1000', 'f@1050', 'f@1300'])
  })

  it('asks fast for 10 s at most, then each second, and not fast again before a reply', () => {
    const long = run(fresh(), 30_000, [[800, 'missed'], [12_000, 'missed'], [20_000, 'missed']])
    const fast = long.asked.filter((one) => one.startsWith('f'))
    expect(fast).toHaveLength(40)
    expect(fast.at(-1)).toBe('f@10550')
    expect(long.asked.filter((one) => one.startsWith('r'))).toHaveLength(31)
    expect(run(long.state, 31_900, [[30_200, 'replied'], [31_800, 'missed']]).asked).toEqual(['r@31000', 'f@31800'])
  })

  it('a hint asks at once, but no flood of hints makes a flood of questions', () => {
    expect(run(fresh(), 999, [[400, 'hinted'], [410, 'hinted'], [649, 'hinted'], [650, 'hinted']]).asked).toEqual(['r@0', 'f@400', 'f@650', 'f@900'])
  })

  it('a hint just after a question is not lost: that question may have been answered before the fault', () => {
    expect(run(fresh(), 1_999, [[100, 'hinted']]).asked).toEqual(['r@0', 'f@250', 'r@1000'])
    // The regular question of that moment asks what was suspected.
    expect(run(fresh(), 1_999, [[700, 'hinted'], [800, 'hinted']]).asked).toEqual(['r@0', 'f@700', 'f@950', 'r@1000'])
    expect(run(fresh(), 1_999, [[750, 'hinted'], [800, 'hinted']]).asked).toEqual(['r@0', 'f@750', 'r@1000'])
  })

  it('a hint that is answered leaves the rhythm as it was', () => {
    expect(run(fresh(), 2_000, [[400, 'hinted'], [405, 'replied']]).asked).toEqual(['r@0', 'f@400', 'r@1000', 'r@2000'])
  })

  it('does not make up for turns missed while we stood still', () => {
    const step = reduceSchedule(run(fresh(), 0).state, { kind: 'time-passed' }, 7_300)
    expect(step.effects).toEqual([{ effect: 'ask', regular: true }])
    expect(scheduleDueMs(step.state)).toBe(8_000)
  })
})
