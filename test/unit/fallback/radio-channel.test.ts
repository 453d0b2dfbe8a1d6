// One radio of the plan: what it is shown to stand on, and what a confirmation is worth.
import { expect, test } from 'vitest'
import { createRadioChannel, type RadioChannel } from '../../../electron/host/fallback/radio-channel.ts'
import type { DeviceLink, RadioDriver, RadioEvent, RadioProof, RadioVerification } from '../../../native/kit/driver.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const PROOF: RadioProof = { registration: 'home', cell: 'wide', latencyMs: 20 }

interface Stage {
  readonly clock: ManualClock
  readonly channel: RadioChannel
  readonly asked: string[]
  readonly changes: () => number
  readonly tell: (event: RadioEvent) => void
  select: Result<void>
  /** Somebody spoke through it a moment ago. */
  inUse: boolean
  poll: Result<RadioProof>
}

function stage(verification: RadioVerification = { ...PROOF, gssi: '4037001', missingGroups: [] }): Stage {
  const clock = createManualClock()
  const listeners = new Set<(event: RadioEvent) => void>()
  const asked: string[] = []
  const link: DeviceLink = { link: 'up' }
  let changes = 0
  const play: Pick<Stage, 'select' | 'poll' | 'inUse'> = { select: ok(), poll: ok(PROOF), inUse: false }
  const driver: RadioDriver = {
    start: () => undefined,
    stop: async () => undefined,
    requestFloor: () => undefined,
    releaseFloor: () => undefined,
    selectGroup: async (gssi) => (asked.push(`select ${gssi}`), play.select),
    poll: async () => (asked.push('poll'), play.poll),
    verify: async () => (asked.push('verify'), ok(verification)),
    link,
    get isInUse() {
      return play.inUse
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const channel = createRadioChannel({ id: 'desk', driver, groups: ['4037001'], verifyEveryMs: 30_000, clock, onChange: () => void changes++, onVerified: () => undefined })
  return Object.assign(play, { clock, channel, asked, changes: () => changes, tell: (event: RadioEvent) => listeners.forEach((listener) => listener(event)) })
}

test('shows the group that a knob was turned to at once, not at the next proof', async () => {
  const { channel, clock, tell, changes } = stage()
  channel.verifyNow()
  await clock.advanceAsync(0)
  const before = changes()
  tell({ event: 'group', gssi: '4037002' })
  expect(channel.verification?.gssi).toBe('4037002')
  expect(changes()).toBe(before + 1)
  tell({ event: 'group', gssi: '' })
  expect(channel.verification?.gssi).toBeUndefined()
})

test('that may still be on the air is not ready and confirms nothing, and is again as soon as it was hung up', async () => {
  const { channel, clock, asked, tell } = stage()
  channel.verifyNow()
  await clock.advanceAsync(0)
  expect(channel.readiness(clock.monotonicMs())).toMatchObject({ state: 'ready' })
  tell({ event: 'may-transmit' })
  const before = asked.length
  expect(channel.readiness(clock.monotonicMs())).toEqual({ state: 'failed', cause: 'may-transmit' })
  expect(await channel.confirm('4037001')).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
  expect(asked).toHaveLength(before)
  tell({ event: 'hung-up' })
  expect(channel.readiness(clock.monotonicMs())).toMatchObject({ state: 'ready' })
  expect(await channel.confirm('4037001')).toMatchObject({ ok: true })
})

test('reads the group back as the last thing before it confirms it', async () => {
  const { channel, asked } = stage()
  expect(await channel.confirm('4037001')).toEqual(ok())
  expect(asked).toEqual(['poll', 'select 4037001'])
})

test('does not turn the group of a radio that is not registered', async () => {
  const desk = stage()
  desk.poll = ok({ ...PROOF, registration: 'searching' })
  expect(await desk.channel.confirm('4037001')).toMatchObject({ ok: false, error: { code: 'DEVICE_NO_NETWORK' } })
  expect(desk.asked).toEqual(['poll'])
})

test('says that a group is missing only when the radio refused it; one that said nothing proves itself anew', async () => {
  const desk = stage()
  desk.channel.verifyNow()
  await desk.clock.advanceAsync(0)
  desk.select = fail(failure('LINK_TIMEOUT', 'AT+CTGS'))
  await desk.channel.confirm('4037001')
  expect(desk.channel.readiness(desk.clock.monotonicMs())).toMatchObject({ state: 'unknown', cause: 'not-verified' })
  await desk.clock.advanceAsync(2000)
  expect(desk.channel.readiness(desk.clock.monotonicMs())).toMatchObject({ state: 'ready' })
  desk.select = fail(failure('DEVICE_DENIED', '34'))
  await desk.channel.confirm('4037001')
  expect(desk.channel.readiness(desk.clock.monotonicMs())).toMatchObject({ state: 'failed', cause: 'group-missing' })
})

test('that is in use is asked nothing, whether it was proven before or not, and is proven once it is left alone', async () => {
  const desk = stage()
  desk.inUse = true
  desk.channel.verifyNow()
  await desk.clock.advanceAsync(60_000)
  expect(desk.asked).toEqual([])
  desk.inUse = false
  await desk.clock.advanceAsync(2_000)
  expect(desk.asked).toEqual(['verify'])
  desk.inUse = true
  await desk.clock.advanceAsync(120_000)
  expect(desk.asked).toEqual(['verify'])
  desk.tell({ event: 'floor-granted' })
  expect(desk.channel.readiness(desk.clock.monotonicMs())).toMatchObject({ state: 'ready' })
})

test('proves itself while its neighbour on the next port is in use, and asks that one nothing', async () => {
  const [desk, neighbour] = [stage(), stage()]
  neighbour.inUse = true
  desk.channel.verifyNow()
  neighbour.channel.verifyNow()
  await desk.clock.advanceAsync(100)
  await neighbour.clock.advanceAsync(100)
  expect([desk.asked, neighbour.asked]).toEqual([['verify'], []])
})

test.each([
  ['is registered nowhere', { ...PROOF, registration: 'searching' as const, missingGroups: [] }, { state: 'failed', cause: 'not-registered' }],
  ['stands on its own site, although it says registered', { ...PROOF, cell: 'local' as const, missingGroups: [] }, { state: 'failed', cause: 'local-site' }],
  ['does not hold a group of the plan', { ...PROOF, missingGroups: ['4037001'] }, { state: 'failed', cause: 'group-missing' }],
])('that answers and %s is not ready', async (_name, verification, readiness) => {
  const desk = stage(verification)
  desk.channel.verifyNow()
  await desk.clock.advanceAsync(0)
  expect(desk.channel.readiness(desk.clock.monotonicMs())).toEqual(readiness)
})

test('asks nothing and tells nothing after it was stopped', async () => {
  const { channel, clock, asked, tell, changes } = stage()
  channel.verifyNow()
  channel.stop()
  const before = changes()
  tell({ event: 'link', link: { link: 'up' } })
  await clock.advanceAsync(120_000)
  expect(asked).toEqual(['verify'])
  expect(changes()).toBe(before)
  expect(clock.pending).toBe(0)
})
