// The process or the whole workstation stands still for hours, with timers that fall due meanwhile in any order: nothing that
// was begun before is carried out after, and nobody is moved who did not see it counted down.
import { beforeEach, describe, expect, test } from 'vitest'
import { createFallback, type Fallback } from '../../../electron/host/fallback/fallback.ts'
import type { RadioChannel } from '../../../electron/host/fallback/radio-channel.ts'
import type { SwitchPlan } from '../../../electron/host/fallback/types.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import type { RadioDriver } from '../../../native/kit/driver.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import { inWords } from '../../support/golden-table.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { SETTINGS } from '../../support/switch-bench.ts'

const HOURS = 3 * 3_600_000
const PLAN: SwitchPlan = { channels: [{ id: 'rbs', kind: 'rbs' }, { id: 'desk', kind: 'tetra' }], groups: ['1', '2'], mode: 'act', automatic: true }

let base: ManualClock
let stoodMs = 0
let said: string[] = []
let answers: ((answer: Result<void>) => void)[] = []

/** Time goes on without a timer having run; those that are overdue then run late, at the next moment that passes. */
const standStill = (ms: number): void => void (stoodMs += ms)

function start(plan: SwitchPlan = PLAN): Fallback {
  const clock: Clock = { monotonicMs: () => base.monotonicMs() + stoodMs, utcMs: () => base.utcMs() + stoodMs, after: (ms, run) => base.after(ms, run) }
  const desk: RadioChannel = {
    id: 'desk',
    driver: {} as RadioDriver,
    readiness: (nowMs) => ({ state: 'ready', verifiedAtMs: nowMs }),
    verification: undefined,
    confirm: () => new Promise((resolve) => answers.push(resolve)),
    verifyNow: () => undefined,
    setFailedDependency: () => undefined,
    stop: () => undefined,
  }
  return createFallback({ clock, plan, settings: SETTINGS, manned: true, audioUndeclared: new Set(), channels: [desk], releaseEverything: () => undefined, onReport: (report) => void said.push(inWords(report)), onChange: () => undefined })
}
const answer = async (): Promise<void> => {
  for (const resolve of answers.splice(0)) resolve(ok())
  await base.advanceAsync(0)
}

beforeEach(() => {
  base = createManualClock()
  stoodMs = 0
  said = []
  answers = []
})

describe('a countdown', () => {
  const countingDown = (): Fallback => {
    const fallback = start()
    fallback.update({ rbs: 'down', proofs: 2 })
    return fallback
  }

  test.each([100, 2500, 4400, 4900, 4999])('that stood still %i ms after it began is begun anew, whichever timer fell due first', (ms) => {
    const fallback = countingDown()
    base.advance(ms)
    standStill(HOURS)
    base.advance(600)
    expect(said).toEqual(['countdown-started to=desk ms=5000', 'countdown-stopped cause=stood-still', 'countdown-started to=desk ms=5000'])
    expect(answers).toEqual([])
    base.advance(5000)
    expect(fallback.state.step).toMatchObject({ phase: 'confirming', trigger: 'automatic' })
    fallback.stop()
  })

  test('is not begun anew for a busy moment', () => {
    const fallback = countingDown()
    base.advance(1000)
    standStill(1500)
    base.advance(4000)
    expect(said.slice(0, 2)).toEqual(['countdown-started to=desk ms=5000', 'confirming to=desk group=1 trigger=automatic'])
    fallback.stop()
  })

  test('is followed by a key that was pressed meanwhile as by any other', () => {
    const fallback = countingDown()
    base.advance(1000)
    standStill(HOURS)
    fallback.press({ event: 'stay-pressed' })
    expect(said.slice(-3)).toEqual(['countdown-stopped cause=stood-still', 'countdown-started to=desk ms=5000', 'countdown-stopped cause=stayed'])
    base.advance(60_000)
    expect(fallback.state.active.channel).toBe('rbs')
    fallback.stop()
  })
})

describe('a switch that a person asked for', () => {
  test.each([100, 990])('and whose radio was asked %i ms before is given up, out loud, whatever the radio says now', async (ms) => {
    const fallback = start({ ...PLAN, automatic: false })
    fallback.press({ event: 'switch-pressed', to: 'desk' })
    base.advance(ms)
    standStill(HOURS)
    base.advance(600)
    await answer()
    expect(said.slice(-2)).toEqual(['not-confirmed channel=desk cause=stood still', 'switch-failed from=rbs tried=["desk"]'])
    expect(fallback.state).toMatchObject({ active: { channel: 'rbs' }, step: { phase: 'settled' } })
    fallback.stop()
  })

  test('and that waits for the own transmission is given up, out loud', () => {
    const fallback = start({ ...PLAN, automatic: false })
    fallback.update({ rbs: 'ok', ownTransmission: true })
    fallback.press({ event: 'switch-pressed', to: 'desk' })
    base.advance(2000)
    standStill(HOURS)
    base.advance(600)
    fallback.update({ ownTransmission: false })
    expect(said.at(-1)).toBe('switch-failed from=rbs tried=["desk"]')
    expect(answers).toEqual([])
    fallback.stop()
  })
})

test('news that come before any timer carry nothing out that was begun before', async () => {
  const asked = start({ ...PLAN, automatic: false })
  asked.press({ event: 'switch-pressed', to: 'desk' })
  standStill(HOURS)
  await answer()
  expect(asked.state).toMatchObject({ active: { channel: 'rbs' }, step: { phase: 'settled' } })
  asked.stop()
  const deferred = start({ ...PLAN, automatic: false })
  deferred.update({ rbs: 'ok', ownTransmission: true })
  deferred.press({ event: 'switch-pressed', to: 'desk' })
  standStill(HOURS)
  deferred.update({ ownTransmission: false })
  expect(answers).toEqual([])
  expect(said.at(-1)).toBe('switch-failed from=rbs tried=["desk"]')
  deferred.stop()
})

test('the hold of the return begins anew: nobody measured that the RBS was good meanwhile', async () => {
  const fallback = start({ ...PLAN, automatic: false })
  fallback.update({ rbs: 'down', proofs: 2 })
  fallback.press({ event: 'switch-pressed', to: 'desk' })
  await answer()
  fallback.update({ rbs: 'ok', proofs: 0 })
  base.advance(30_000)
  standStill(HOURS)
  base.advance(59_000)
  expect(fallback.state).toMatchObject({ hold: { hold: 'running' }, returnOffered: false })
  base.advance(2000)
  expect(fallback.state.returnOffered).toBe(true)
  fallback.stop()
})

test('a channel that waits to be confirmed again is asked anew after it', async () => {
  const fallback = start({ ...PLAN, automatic: false })
  fallback.press({ event: 'switch-pressed', to: 'desk' })
  await answer()
  fallback.groupObserved('desk', '')
  expect(fallback.state.step).toMatchObject({ phase: 'confirming', trigger: 'restore' })
  standStill(HOURS)
  base.advance(600)
  expect(fallback.state.active.confirmed).toBe(false)
  base.advance(2000)
  await answer()
  expect(fallback.state.active).toMatchObject({ channel: 'desk', confirmed: true })
  fallback.stop()
})

test('an answer that an earlier question came to nothing does not end the question that runs now', async () => {
  const fallback = start({ ...PLAN, automatic: false })
  fallback.press({ event: 'switch-pressed', to: 'desk' })
  base.advance(1000)
  expect(said.at(-1)).toBe('switch-failed from=rbs tried=["desk"]')
  fallback.press({ event: 'switch-pressed', to: 'desk' })
  const [first, second] = answers
  first?.({ ok: false, error: { code: 'DEVICE_BUSY', detail: '' } } as Result<void>)
  await base.advanceAsync(0)
  second?.(ok())
  await base.advanceAsync(0)
  expect(fallback.state.active).toMatchObject({ channel: 'desk', confirmed: true })
  fallback.stop()
})

test('nothing beats while nothing waits', () => {
  const fallback = start()
  fallback.update({ rbs: 'ok' })
  expect(base.pending).toBe(0)
  fallback.update({ rbs: 'down', proofs: 2 })
  expect(base.pending).toBe(2)
  fallback.stop()
  expect(base.pending).toBe(0)
})
