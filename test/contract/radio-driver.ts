// What every radio driver must do, whatever radio is behind it: nobody keyed by accident, nobody unheard without being told,
// and an end to every wait. The test of a driver gives a bench and the ways into each state of its machine.
import { describe, expect, test } from 'vitest'
import type { RadioDriver, RadioEvent } from '../../native/kit/driver.ts'
import { ERRORS, failure, type ErrorCode } from '../../native/kit/errors.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { createFuzzRandom } from '../soak/fuzz/random.ts'
import type { ManualClock } from '../support/manual-clock.ts'
import type { GatedSerial } from './gated-transports.ts'

export interface RadioBench {
  readonly clock: ManualClock
  readonly line: GatedSerial
  readonly driver: RadioDriver
  /** All the driver told, the wire log left out, newest last. */
  readonly events: readonly RadioEvent[]
  /** Timers of the driver that are running; those of the played radio are not counted. */
  readonly timers: () => number
  /** Whether the radio is on the air. */
  readonly isKeyed: () => boolean
  /** How often it went on the air. */
  readonly keyings: () => number
  /** The radio hears everything again and answers at once, each answer once. */
  readonly heal: () => void
  /** From now on each answer comes twice, or so much later. */
  readonly answer: (how: { readonly times: number; readonly delayMs: number }) => void
}

export interface RadioConformance {
  readonly make: () => RadioBench
  /** From a fresh bench into each state of the driver's machine, by its name. */
  readonly states: Readonly<Record<string, (bench: RadioBench) => Promise<void>>>
  /** Bytes that end in the middle of what the radio says. */
  readonly halfFrame: string
  readonly group: string
}

const STOP_MAX_MS = 3000
/** A set-up that the radio does not answer holds the line for 15 s: any character would abort it. */
const CALL_MAX_MS = 20_000
const UP_MAX_MS = 20_000
/** A transmitter that is un-keyed is off the air after this. */
const FALL_MS = 100
const OPENINGS = 100
const FLOOD_BYTES = 512 * 1024
const PIECE_BYTES = 4096
/** Processor time: one piece may not hold up a press, even on a machine a quarter as fast as we reckon with. */
const PIECE_MAX_MS = 200
const LINK_CODES = (Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('LINK_'))

const names = (events: readonly RadioEvent[]): string[] => events.map((event) => (event.event === 'link' ? `link-${event.link.link}` : event.event))

/** Moves time on until `work` is done; fails when it takes longer than `limitMs`. */
async function within<T>({ clock }: RadioBench, limitMs: number, work: Promise<T>): Promise<T> {
  const state = { done: false }
  void work.finally(() => (state.done = true))
  const until = clock.monotonicMs() + limitMs
  while (!state.done && clock.monotonicMs() < until) await clock.advanceAsync(Math.min(100, until - clock.monotonicMs()))
  expect(state.done, `done within ${limitMs} ms`).toBe(true)
  return work
}

async function started(bench: RadioBench): Promise<void> {
  bench.driver.start()
  await comesUp(bench)
}

async function comesUp({ clock, driver }: RadioBench): Promise<void> {
  const until = clock.monotonicMs() + UP_MAX_MS
  while (driver.link.link !== 'up' && clock.monotonicMs() < until) await clock.advanceAsync(100)
  expect(driver.link).toEqual({ link: 'up' })
}

async function speaks(bench: RadioBench): Promise<void> {
  bench.driver.requestFloor()
  await bench.clock.advanceAsync(3000)
  expect(names(bench.events).slice(-3)).toContain('floor-granted')
  expect(bench.isKeyed()).toBe(true)
}

export function testRadioDriver(conformance: RadioConformance): void {
  describe('starting and stopping', () => testLife(conformance))
  describe('in every state', () => testStates(conformance))
  describe('a line that cannot be opened', () => testOpening(conformance))
  describe('a radio that talks nonsense', () => testNonsense(conformance))
}

function testLife({ make, group }: RadioConformance): void {
  test('stopping what was never started, and stopping twice, is harmless', async () => {
    const bench = make()
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    await started(bench)
    await within(bench, STOP_MAX_MS, Promise.all([bench.driver.stop(), bench.driver.stop()]))
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    expect(bench.line.isOpen).toBe(false)
  })

  test('starting twice opens once', async () => {
    const bench = make()
    bench.driver.start()
    await started(bench)
    expect(bench.line.opens).toBe(1)
  })

  test('a driver that was stopped can be started again, and keys again', async () => {
    const bench = make()
    await started(bench)
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    await started(bench)
    await speaks(bench)
  })

  test('a hundred times started and stopped leaves no timer, no open line and nothing keyed', async () => {
    const bench = make()
    for (let turn = 0; turn < OPENINGS; turn++) {
      await started(bench)
      await within(bench, STOP_MAX_MS, bench.driver.stop())
    }
    expect({ opens: bench.line.opens, isOpen: bench.line.isOpen, keyings: bench.keyings(), listeners: bench.line.listeners }).toEqual({ opens: OPENINGS, isOpen: false, keyings: 0, listeners: make().line.listeners })
    await bench.clock.advanceAsync(CALL_MAX_MS)
    expect(bench.timers()).toBe(0)
  })

  test('a press before it is up is refused and said, and keys nothing when it comes up', async () => {
    const bench = make()
    bench.line.holdOpen = true
    bench.driver.start()
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(0)
    expect(names(bench.events)).toContain('floor-refused')
    bench.line.letOpen()
    await comesUp(bench)
    await bench.clock.advanceAsync(CALL_MAX_MS)
    expect(bench.keyings()).toBe(0)
  })

  test('every question has an answer within its bound, also from a stopped driver', async () => {
    const bench = make()
    const ask = (): Promise<unknown> => Promise.all([bench.driver.poll(), bench.driver.verify([group]), bench.driver.selectGroup(group)])
    // Whether a stopped set stands on its group can be known; that it answers cannot.
    expect(await within(bench, CALL_MAX_MS, ask())).toMatchObject([{ ok: false }, { ok: false }, {}])
    await started(bench)
    expect(await within(bench, CALL_MAX_MS, ask())).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
    const open = ask()
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    await within(bench, CALL_MAX_MS, open)
    expect(await within(bench, CALL_MAX_MS, ask())).toMatchObject([{ ok: false }, { ok: false }, {}])
  })
}

function testStates({ make, states, group }: RadioConformance): void {
  const each = test.each(Object.entries(states))

  each('stopped while %s: over within 3 s, nothing keyed, no timer left, and no event after it', async (_state, reach) => {
    const bench = make()
    await reach(bench)
    await within(bench, STOP_MAX_MS, bench.driver.stop())
    expect({ keyed: bench.isKeyed(), open: bench.line.isOpen, link: bench.driver.link.link }).toEqual({ keyed: false, open: false, link: 'down' })
    const told = bench.events.length
    bench.line.letOpen()
    await bench.clock.advanceAsync(60_000)
    expect({ after: names(bench.events.slice(told)), keyed: bench.isKeyed(), open: bench.line.isOpen, timers: bench.timers() }).toEqual({ after: [], keyed: false, open: false, timers: 0 })
  })

  each('unplugged while %s: what may be on the air is said, hung up first, and nothing is keyed by itself', async (_state, reach) => {
    const bench = make()
    await reach(bench)
    const wasKeyed = bench.isKeyed()
    const before = bench.keyings()
    bench.heal()
    bench.line.holdOpen = false
    bench.line.lose()
    const told = bench.events.length
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(0)
    expect(names(bench.events.slice(told))).toContain('floor-refused')
    bench.driver.start()
    await comesUp(bench)
    await bench.clock.advanceAsync(FALL_MS)
    // A set-up that was on its way may still have been granted to nobody.
    const keyings = bench.keyings()
    expect(bench.isKeyed()).toBe(false)
    await bench.clock.advanceAsync(CALL_MAX_MS)
    expect(bench.keyings()).toBe(keyings)
    expect(names(bench.events.slice(told))).not.toContain('floor-granted')
    if (!wasKeyed && keyings === before) return
    const all = names(bench.events)
    expect(all).toContain('may-transmit')
    expect(all.indexOf('hung-up')).toBeGreaterThan(all.indexOf('may-transmit'))
    expect(all.indexOf('hung-up')).toBeLessThan(all.lastIndexOf('link-up'))
  })

  each('flooded with garbage while %s: no piece holds the host up, nobody is granted the floor by it, and it comes back', async (_state, reach) => {
    const bench = make()
    await reach(bench)
    const { keyings, granted } = { keyings: bench.keyings(), granted: names(bench.events).filter((name) => name === 'floor-granted').length }
    const longestMs = flood(bench)
    await bench.clock.advanceAsync(0)
    expect(longestMs).toBeLessThan(PIECE_MAX_MS)
    expect(names(bench.events).filter((name) => name === 'floor-granted')).toHaveLength(granted)
    expect(bench.keyings()).toBe(keyings)
    bench.heal()
    bench.line.letOpen()
    bench.line.openResult = ok()
    bench.driver.releaseFloor()
    bench.driver.start()
    await bench.clock.advanceAsync(UP_MAX_MS)
    await comesUp(bench)
    expect(bench.isKeyed()).toBe(false)
  })

  each('asked while %s: every question ends within its bound', async (_state, reach) => {
    const bench = make()
    await reach(bench)
    await within(bench, CALL_MAX_MS, Promise.all([bench.driver.poll(), bench.driver.verify([group]), bench.driver.selectGroup(group)]))
  })
}

/** @returns processor time of the slowest piece, best of its kind: garbage collections of one piece are not those of all */
function flood({ line }: RadioBench): number {
  const random = createFuzzRandom(4, 'flood')
  const took: number[] = []
  for (let sent = 0; sent < FLOOD_BYTES; sent += PIECE_BYTES) {
    let piece = ''
    for (let at = 0; at < PIECE_BYTES; at++) piece += String.fromCharCode(random.oneIn(40) ? random.pick([0x0d, 0x0a]) : random.below(256))
    const before = process.cpuUsage()
    if (line.isOpen) line.say(piece)
    const { user, system } = process.cpuUsage(before)
    took.push((user + system) / 1000)
  }
  return took.toSorted((a, b) => b - a)[1] ?? 0
}

function testOpening({ make }: RadioConformance): void {
  test.each(LINK_CODES)('%s is told once, with growing pauses between attempts, and the driver comes up when it can', async (code) => {
    const bench = make()
    bench.line.openResult = fail(failure(code, 'scripted'))
    bench.driver.start()
    await bench.clock.advanceAsync(60_000)
    expect(bench.events.filter((event) => event.event === 'link')).toMatchObject([{ link: { link: 'down', cause: code } }])
    expect(bench.line.opens).toBeGreaterThan(5)
    expect(bench.line.opens).toBeLessThan(40)
    bench.line.openResult = ok()
    await comesUp(bench)
  })
}

function testNonsense({ make, halfFrame }: RadioConformance): void {
  test('half of what it says and then silence: the next word is understood', async () => {
    const bench = make()
    await started(bench)
    await bench.clock.advanceAsync(3000)
    bench.line.say(halfFrame)
    await bench.clock.advanceAsync(UP_MAX_MS)
    await comesUp(bench)
    expect((await within(bench, CALL_MAX_MS, bench.driver.poll())).ok).toBe(true)
    await speaks(bench)
  })

  test('every answer twice: it comes up, is granted the floor once, and gives it back', async () => {
    const bench = make()
    bench.answer({ times: 2, delayMs: 0 })
    await started(bench)
    await speaks(bench)
    bench.driver.releaseFloor()
    await bench.clock.advanceAsync(5000)
    expect(bench.isKeyed()).toBe(false)
    expect(names(bench.events).filter((name) => name === 'floor-granted')).toHaveLength(1)
    expect(bench.driver.link).toEqual({ link: 'up' })
  })

  test('every answer too late: nobody is told to speak while nobody is heard, and after a release nothing stays keyed', async () => {
    const bench = make()
    await started(bench)
    bench.answer({ times: 1, delayMs: 2500 })
    bench.driver.requestFloor()
    await bench.clock.advanceAsync(1000)
    bench.driver.releaseFloor()
    await bench.clock.advanceAsync(60_000)
    bench.heal()
    await bench.clock.advanceAsync(60_000)
    expect(bench.isKeyed()).toBe(false)
    await comesUp(bench)
  })
}
