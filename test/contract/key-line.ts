// What every KeyLine must do, whatever wire it is: one suite for modem lines and pins, scripted, over the network, and with
// a watchdog process.
import { expect, test } from 'vitest'
import type { KeyLine, KeyLoss, Level } from '../../native/kit/key-line.ts'
import { eventually } from './eventually.ts'

/** A key line and what hangs on it. */
export interface KeyBench {
  readonly line: KeyLine
  /** Whether the wire keys, as the set sees it. */
  isKeyed(): boolean
  /** Somebody else is on the air; the line has its carrier wired. */
  hear(carrier: boolean): void
  /** Whether the wire could be moved: false once the line is let go of. */
  isHeld(): boolean
  cut(): Promise<void> | void
  mend(): Promise<void> | void
  end(): Promise<void>
}

export interface KeySuite {
  readonly make: () => Promise<KeyBench>
  /** Fewer where each opening starts a process. */
  readonly openings?: number
}

const OPENINGS = 100
const LOST_MS = 1_000

export function testKeyLine({ make, openings = OPENINGS }: KeySuite): void {
  const withBench = (run: (bench: KeyBench) => Promise<void>) => async (): Promise<void> => {
    const bench = await make()
    try {
      await run(bench)
    } finally {
      await bench.line.close()
      await bench.end()
    }
  }
  const opened = async ({ line }: KeyBench): Promise<void> => {
    expect(await line.open()).toEqual({ ok: true, value: undefined })
  }

  test('keys only when told, and un-keys when told', withBench(async (bench) => {
    await opened(bench)
    expect(bench.isKeyed()).toBe(false)
    for (let turn = 0; turn < 3; turn++) {
      expect(await bench.line.setKeyed(true)).toMatchObject({ ok: true })
      await eventually(() => bench.isKeyed())
      expect(await bench.line.setKeyed(false)).toMatchObject({ ok: true })
      await eventually(() => !bench.isKeyed())
    }
  }))

  test('un-keying what is un-keyed changes nothing and proves the line', withBench(async (bench) => {
    await opened(bench)
    expect(await bench.line.setKeyed(false)).toMatchObject({ ok: true })
    expect(bench.isKeyed()).toBe(false)
  }))

  test('closing un-keys, twice is harmless, and afterwards nothing can be keyed', withBench(async (bench) => {
    await opened(bench)
    await bench.line.setKeyed(true)
    await Promise.all([bench.line.close(), bench.line.close()])
    await bench.line.close()
    await eventually(() => !bench.isKeyed() && !bench.isHeld())
    expect(await bench.line.setKeyed(true)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    expect(bench.isKeyed()).toBe(false)
  }))

  test('a keying that is overtaken by closing ends un-keyed', withBench(async (bench) => {
    await opened(bench)
    const keying = bench.line.setKeyed(true)
    await bench.line.close()
    await keying
    await eventually(() => !bench.isKeyed())
  }))

  test('keyings asked for at the same time end as the last one says', withBench(async (bench) => {
    await opened(bench)
    await Promise.all([true, false, true, false].map((keyed) => bench.line.setKeyed(keyed)))
    await eventually(() => !bench.isKeyed())
    await Promise.all([false, true].map((keyed) => bench.line.setKeyed(keyed)))
    await eventually(() => bench.isKeyed())
  }))

  test('a second opening is refused with LINK_BUSY and leaves the first one working', withBench(async (bench) => {
    await opened(bench)
    expect(await bench.line.open()).toMatchObject({ ok: false, error: { code: 'LINK_BUSY' } })
    expect(await bench.line.setKeyed(true)).toMatchObject({ ok: true })
  }))

  test('a line cut while keyed is told once, within a second, and comes back un-keyed', withBench(async (bench) => {
    const losses: KeyLoss[] = []
    bench.line.onLost((loss) => losses.push(loss))
    await opened(bench)
    await bench.line.setKeyed(true)
    const cutAt = performance.now()
    await bench.cut()
    await eventually(() => losses.length > 0, LOST_MS)
    expect(performance.now() - cutAt).toBeLessThan(LOST_MS)
    expect(await bench.line.setKeyed(true)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    await bench.mend()
    await opened(bench)
    await eventually(() => !bench.isKeyed())
    expect(losses).toMatchObject([{ unkeyed: false }])
  }))

  test('closing during the opening ends in a closed, un-keyed line that can be opened', withBench(async (bench) => {
    const opening = bench.line.open()
    await bench.line.close()
    expect((await opening).ok).toBe(false)
    await opened(bench)
    expect(bench.isKeyed()).toBe(false)
  }))

  test('the carrier is told while open, and unknown while closed', withBench(async (bench) => {
    const told: Level[] = []
    bench.line.onSensed(({ carrier }) => told.push(carrier))
    expect(bench.line.sensed.carrier).toBe('unknown')
    await opened(bench)
    bench.hear(true)
    await eventually(() => bench.line.sensed.carrier === 'on')
    bench.hear(false)
    await eventually(() => bench.line.sensed.carrier === 'off')
    await bench.line.close()
    expect(bench.line.sensed.carrier).toBe('unknown')
    expect(told.slice(-3)).toEqual(['on', 'off', 'unknown'])
  }))

  test(`opened, keyed and closed ${openings} times it is un-keyed each time`, withBench(async (bench) => {
    for (let turn = 0; turn < openings; turn++) {
      await opened(bench)
      await bench.line.setKeyed(true)
      await bench.line.close()
      await eventually(() => !bench.isKeyed())
    }
  }), 60_000)
}
