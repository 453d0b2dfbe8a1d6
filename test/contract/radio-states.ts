// A radio driver in every state of its machine: stopped, unplugged, flooded with garbage, asked.
import { expect, test } from 'vitest'
import { ok } from '../../native/kit/result.ts'
import { createFuzzRandom } from '../soak/fuzz/random.ts'
import { CALL_MAX_MS, comesUp, names, STOP_MAX_MS, UP_MAX_MS, within, type RadioBench, type RadioConformance } from './radio-contract-bench.ts'

/** A transmitter that is un-keyed is off the air after this. */
const FALL_MS = 100
const FLOOD_BYTES = 512 * 1024
const PIECE_BYTES = 4096
/** Processor time: one piece may not hold up a press, even on a machine a quarter as fast as we reckon with. */
const PIECE_MAX_MS = 200

export function testRadioStates({ make, states, group }: RadioConformance): void {
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
