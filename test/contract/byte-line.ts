// What every SerialTransport must do, whatever carries it: one suite for script, pseudo-terminal and terminal server.
import { expect, test } from 'vitest'
import { readdirSync } from 'node:fs'
import type { Failure } from '../../native/kit/errors.ts'
import type { SerialTransport } from '../../native/kit/transport.ts'
import { eventually } from './eventually.ts'

/** A transport and the far end of its line. */
export interface LineBench {
  readonly transport: SerialTransport
  /** The far end sends. */
  say(bytes: Uint8Array): void
  /** All that the far end has received. */
  heard(): Uint8Array
  /** The line breaks, as a pulled cable. */
  cut(): Promise<void>
  /** The line is there again. */
  mend(): Promise<void>
  end(): Promise<void>
}

export type MakeBench = () => Promise<LineBench>

const allBytes = Uint8Array.from({ length: 256 }, (_, value) => value)
const LOST_MS = 1_000
const FLOOD_BYTES = 1_000_000
const PIECE_BYTES = 16 * 1024

/** Watches what a transport tells. */
function watch(transport: SerialTransport) {
  const pieces: Uint8Array[] = []
  const losses: Failure[] = []
  let length = 0
  transport.onData((bytes) => {
    pieces.push(bytes)
    length += bytes.length
  })
  transport.onLost((cause) => losses.push(cause))
  return { losses, received: () => Buffer.concat(pieces), get length() { return length } }
}

const withBench = (make: MakeBench, run: (bench: LineBench) => Promise<void>) => async (): Promise<void> => {
  const bench = await make()
  try {
    await run(bench)
  } finally {
    await bench.transport.close()
    await bench.end()
  }
}

const opened = async ({ transport }: LineBench): Promise<void> => {
  expect(await transport.open()).toEqual({ ok: true, value: undefined })
}

/** Holds for a script too. */
export function testByteLine(make: MakeBench): void {
  test('every byte value goes both ways unchanged', withBench(make, async (bench) => {
    const { transport } = bench
    const seen = watch(transport)
    await opened(bench)
    expect(transport.write(allBytes).ok).toBe(true)
    await eventually(() => bench.heard().length >= 256)
    expect([...bench.heard()]).toEqual([...allBytes])
    bench.say(allBytes)
    await eventually(() => seen.length >= 256)
    expect([...seen.received()]).toEqual([...allBytes])
  }))

  test('a write before opening and after closing is refused with LINK_CLOSED', withBench(make, async (bench) => {
    expect(bench.transport.write(allBytes)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    await opened(bench)
    await bench.transport.close()
    expect(bench.transport.write(allBytes)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
  }))

  test('closing twice, and closing what was never opened, is harmless and loses nothing', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await bench.transport.close()
    await opened(bench)
    await bench.transport.close()
    await bench.transport.close()
    expect(seen.losses).toEqual([])
  }))

  test('a broken line is told once, within a second, and can be opened again', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    for (let turn = 1; turn <= 3; turn++) {
      await opened(bench)
      const cutAt = performance.now()
      await bench.cut()
      await eventually(() => seen.losses.length >= turn, LOST_MS)
      expect(performance.now() - cutAt).toBeLessThan(LOST_MS)
      await bench.mend()
    }
    await opened(bench)
    const before = seen.length
    bench.say(allBytes)
    await eventually(() => seen.length >= before + 256)
    expect(seen.losses).toHaveLength(3)
  }))

  test('a listener that unsubscribed hears nothing more', withBench(make, async (bench) => {
    const heard: number[] = []
    const unsubscribe = bench.transport.onData((bytes) => heard.push(bytes.length))
    const seen = watch(bench.transport)
    await opened(bench)
    unsubscribe()
    bench.say(allBytes)
    await eventually(() => seen.length >= 256)
    expect(heard).toEqual([])
  }))
}

/** Holds for whatever the system carries. */
export function testSystemLine(make: MakeBench): void {
  testByteLine(make)

  test('a second opening of the same transport is refused with LINK_BUSY and leaves the first one working', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await opened(bench)
    expect(await bench.transport.open()).toMatchObject({ ok: false, error: { code: 'LINK_BUSY' } })
    bench.say(allBytes)
    await eventually(() => seen.length >= 256)
  }))

  test('a write after a loss is refused with LINK_LOST', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await opened(bench)
    await bench.cut()
    await eventually(() => seen.losses.length === 1)
    expect(bench.transport.write(allBytes)).toMatchObject({ ok: false, error: { code: 'LINK_LOST' } })
  }))

  test('closing during the opening ends in a closed line that can be opened', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    const opening = bench.transport.open()
    await bench.transport.close()
    expect(await opening).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    const again = bench.transport.open()
    void bench.transport.close()
    const last = bench.transport.open()
    expect([await again, await last]).toMatchObject([{ ok: false, error: { code: 'LINK_CLOSED' } }, { ok: true }])
    bench.say(allBytes)
    await eventually(() => seen.length >= 256)
    expect(seen.losses).toEqual([])
  }))

  test('no loss and no data is told after closing', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await opened(bench)
    const closing = bench.transport.close()
    bench.say(allBytes)
    await closing
    await bench.cut()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect([seen.losses, seen.length]).toEqual([[], 0])
  }))

  test('the last words before closing arrive', withBench(make, async (bench) => {
    await opened(bench)
    bench.transport.write(Buffer.from('ATH\r\n'))
    await bench.transport.close()
    await eventually(() => Buffer.from(bench.heard()).toString() === 'ATH\r\n')
  }))

  test('a thousand small writes arrive in order, and a buffer reused by the caller does no harm', withBench(make, async (bench) => {
    await opened(bench)
    const buffer = new Uint8Array(4)
    for (let index = 0; index < 1_000; index++) {
      new DataView(buffer.buffer).setUint32(0, index)
      expect(bench.transport.write(buffer).ok).toBe(true)
    }
    await eventually(() => bench.heard().length >= 4_000)
    const view = Buffer.from(bench.heard())
    for (let index = 0; index < 1_000; index++) expect(view.readUInt32BE(index * 4)).toBe(index)
  }))

  test('a flood of 1 MB comes in without losing or swapping a byte', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await opened(bench)
    const flood = pattern(FLOOD_BYTES)
    bench.say(flood)
    await eventually(() => seen.length >= FLOOD_BYTES, 15_000)
    expect(seen.received().equals(flood)).toBe(true)
  }))

  test('1 MB goes out in order, and never more than the queue holds waits', withBench(make, async (bench) => {
    await opened(bench)
    const flood = pattern(FLOOD_BYTES)
    for (let at = 0; at < FLOOD_BYTES; at += PIECE_BYTES) {
      expect(bench.transport.write(flood.subarray(at, at + PIECE_BYTES)).ok).toBe(true)
      await eventually(() => bench.heard().length >= at)
    }
    await eventually(() => bench.heard().length >= FLOOD_BYTES)
    expect(Buffer.from(bench.heard()).equals(flood)).toBe(true)
  }))

  test('more than the queue holds ends the line with LINK_TIMEOUT instead of eating memory', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await opened(bench)
    expect(bench.transport.write(new Uint8Array(70_000))).toMatchObject({ ok: false, error: { code: 'LINK_LOST' } })
    expect(seen.losses).toMatchObject([{ code: 'LINK_TIMEOUT' }])
  }))

  test('a hundred openings leave no handle behind', withBench(make, async (bench) => {
    const seen = watch(bench.transport)
    await opened(bench)
    await bench.transport.close()
    await settled()
    const before = handles()
    for (let turn = 0; turn < 100; turn++) {
      await opened(bench)
      if (turn % 10 === 0) bench.transport.write(Buffer.from('AT\r\n'))
      await bench.transport.close()
    }
    await settled()
    expect(handles()).toBe(before)
    expect(seen.losses).toEqual([])
  }))
}

/** Bytes whose order shows: no period of a power of two. */
function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at++) bytes[at] = (at * 31 + Math.floor(at / 251)) & 0xff
  return bytes
}

const handles = (): number => readdirSync('/proc/self/fd').length
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))
