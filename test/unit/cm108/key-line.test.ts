// The pin of a CM108: the report as the chip wants it, three milliseconds apart, and never keyed without a guard.
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { createCm108KeyLine, createSimulatedCm108, encodeKeyReport, type ReportBit, type SimulatedCm108 } from '../../../native/cm108/index.ts'
import { levelOfBit, type Pin } from '../../../native/cm108/report.ts'
import { fromHex, toHex } from '../../../native/kit/bytes.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import type { KeyGuard, KeyLine, KeyLoss } from '../../../native/kit/key-line.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

class ScriptedGuard implements KeyGuard {
  startResult: Result<void> = ok()
  armResult: Result<void> = ok()
  readonly calls: string[] = []
  #fallen: ((cause: Failure) => void) | undefined

  async start(): Promise<Result<void>> {
    this.calls.push('start')
    return this.startResult
  }

  async arm(): Promise<Result<void>> {
    this.calls.push('arm')
    return this.armResult
  }

  disarm(): void {
    this.calls.push('disarm')
  }

  async stop(): Promise<void> {
    this.calls.push('stop')
  }

  onFallen(listener: (cause: Failure) => void) {
    this.#fallen = listener
    return () => undefined
  }

  fall(): void {
    this.#fallen?.(failure('LINK_LOST', 'watchdog'))
  }
}

const COS: ReportBit = { byte: 0, bit: 1, activeLow: true }
const TX: ReportBit = { byte: 1, bit: 3, activeLow: false }

let clock: ManualClock
let hid: ScriptedHid
let guard: ScriptedGuard
let chip: SimulatedCm108
let line: KeyLine
let losses: KeyLoss[]
const writtenAt: number[] = []

function make(pin: Pin = 3, activeLow = false): void {
  clock = createManualClock()
  hid = new ScriptedHid()
  guard = new ScriptedGuard()
  losses = []
  writtenAt.length = 0
  let tell: (report: Uint8Array) => void = () => undefined
  hid.onWrite = (report) => {
    writtenAt.push(clock.monotonicMs())
    tell(report)
  }
  chip = createSimulatedCm108({
    send: (report) => hid.report(...report),
    onWritten: (listener) => {
      tell = listener
      return () => undefined
    },
  })
  line = createCm108KeyLine({ clock, transport: hid, guard, pin, activeLow, carrier: COS, readBack: TX })
  line.onLost((loss) => losses.push(loss))
}
beforeEach(() => make())

async function run<T>(work: Promise<T>, ms = 50): Promise<T> {
  await clock.advanceAsync(ms)
  return work
}
const hex = (): string[] => hid.written.map((report) => toHex(report))

describe('reports', () => {
  test('are those that the published sources name', () => {
    const vectors = readFileSync(new URL('../../fixtures/hid.jsonl', import.meta.url), 'utf8').split('\n').filter((text) => text.includes('C-Media CM108')).map((text) => JSON.parse(text) as { reportHex: string; meaning: string; direction: string })
    const keyed = vectors.find(({ meaning }) => meaning.startsWith('PTT on via GPIO3'))
    expect(toHex(encodeKeyReport({ pin: 3, activeLow: false }, true))).toBe(keyed?.reportHex)
    const open = vectors.find(({ meaning, direction }) => direction === 'in' && meaning.startsWith('VOL DN clear: COS active'))
    expect(levelOfBit(COS, fromHex(open?.reportHex ?? ''))).toBe('on')
  })

  test('each pin has its own bit, levels before directions, five bytes', () => {
    expect(([1, 2, 3, 4] as const).map((pin) => toHex(encodeKeyReport({ pin, activeLow: false }, true)))).toEqual(['0000010100', '0000020200', '0000040400', '0000080800'])
    expect(toHex(encodeKeyReport({ pin: 3, activeLow: false }, false))).toBe('0000000400')
    expect(toHex(encodeKeyReport({ pin: 3, activeLow: true }, true))).toBe('0000000400')
    expect(toHex(encodeKeyReport({ pin: 3, activeLow: true }, false))).toBe('0000040400')
  })

  test.each<[string, ReportBit, number[], string]>([
    ['dudeusb, squelch open', COS, [0, 0, 0, 0], 'on'],
    ['dudeusb, squelch closed', COS, [2, 0, 0, 0], 'off'],
    ['sphusb, squelch open', { byte: 1, bit: 2, activeLow: true }, [0, 0, 0, 0], 'on'],
    ['sphusb, squelch closed', { byte: 1, bit: 2, activeLow: true }, [0, 4, 0, 0], 'off'],
    ['a report that is too short', TX, [0], 'unknown'],
  ])('%s', (_name, wire, report, level) => {
    expect(levelOfBit(wire, Uint8Array.from(report))).toBe(level)
  })
})

describe('key line', () => {
  test('opening un-keys before its guard is started, and closing un-keys before the device is let go', async () => {
    expect(await run(line.open())).toMatchObject({ ok: true })
    expect([hex(), guard.calls]).toEqual([['0000000400'], ['disarm', 'start']])
    await run(line.setKeyed(true))
    await run(line.close())
    expect(hex()).toEqual(['0000000400', '0000040400', '0000000400'])
    expect([chip.isHigh(3), hid.isOpen, guard.calls.at(-1)]).toEqual([false, false, 'stop'])
  })

  test('keying arms the guard first, un-keying lets go of it last', async () => {
    await run(line.open())
    guard.calls.length = 0
    await run(line.setKeyed(true))
    expect(guard.calls).toEqual(['arm'])
    hid.writeResult = fail(failure('LINK_TIMEOUT', 'test'))
    expect(await run(line.setKeyed(false))).toMatchObject({ ok: false })
    expect(guard.calls).toEqual(['arm'])
    hid.writeResult = ok()
    await run(line.setKeyed(false))
    expect(guard.calls).toEqual(['arm', 'disarm'])
  })

  test('writes are at least 3 ms apart and in order, however fast they are asked for', async () => {
    await run(line.open())
    await run(Promise.all([true, false, true, false].map((keyed) => line.setKeyed(keyed))))
    expect(writtenAt.slice(1).every((at, index) => at - writtenAt[index]! >= 3)).toBe(true)
    expect(hex().slice(1)).toEqual(['0000040400', '0000000400', '0000040400', '0000000400'])
  })

  test('without a guard it is not opened, and a guard that does not count keys nothing', async () => {
    guard.startResult = fail(failure('LINK_TIMEOUT', 'watchdog'))
    expect(await run(line.open())).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    expect(hid.isOpen).toBe(false)
    guard.startResult = ok()
    await run(line.open())
    guard.armResult = fail(failure('DEVICE_STATE', 'no watchdog stands'))
    expect(await run(line.setKeyed(true))).toMatchObject({ ok: false, error: { code: 'DEVICE_STATE' } })
    expect(chip.isHigh(3)).toBe(false)
  })

  test('a guard that falls un-keys at once, takes the line down as un-keyed, and nothing is keyed before a new one stands', async () => {
    await run(line.open())
    await run(line.setKeyed(true))
    guard.fall()
    await clock.advanceAsync(5)
    expect(chip.isHigh(3)).toBe(false)
    expect(losses).toMatchObject([{ unkeyed: true, cause: { code: 'LINK_LOST' } }])
    expect(await run(line.setKeyed(true))).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    await run(line.open())
    expect(guard.calls.filter((call) => call === 'start')).toHaveLength(2)
    expect(await run(line.setKeyed(true))).toMatchObject({ ok: true })
  })

  test('a keying that waits its turn while the line goes down keys nothing', async () => {
    await run(line.open())
    const waiting = Promise.all([line.setKeyed(false), line.setKeyed(true)])
    guard.fall()
    expect((await run(waiting))[1]).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    expect(chip.isHigh(3)).toBe(false)
  })

  test('an unplugged device is lost, not un-keyed, and told once', async () => {
    await run(line.open())
    await run(line.setKeyed(true))
    hid.lose()
    await clock.advanceAsync(5)
    expect(losses).toMatchObject([{ unkeyed: false }])
    expect(guard.calls.at(-1)).toBe('stop')
  })

  test('what is sensed is unknown before the first report and after a loss', async () => {
    await run(line.open())
    expect(line.sensed).toEqual({ carrier: 'unknown', readBack: 'unknown' })
    chip.setInput(COS, true)
    expect(line.sensed).toEqual({ carrier: 'on', readBack: 'off' })
    chip.setInput(COS, false)
    chip.setInput(TX, true)
    expect(line.sensed).toEqual({ carrier: 'off', readBack: 'on' })
    hid.lose()
    expect(line.sensed).toEqual({ carrier: 'unknown', readBack: 'unknown' })
  })

  test('an interface that keys by a low pin is raised at opening and at the end', async () => {
    make(4, true)
    await run(line.open())
    await run(line.setKeyed(true))
    await run(line.close())
    expect(hex()).toEqual(['0000080800', '0000000800', '0000080800'])
  })

  test('opened and closed a hundred times it is un-keyed each time and leaves no timer behind', async () => {
    for (let turn = 0; turn < 100; turn++) {
      expect(await run(line.open())).toMatchObject({ ok: true })
      await run(line.setKeyed(true))
      await run(line.close())
      expect(chip.isHigh(3)).toBe(false)
    }
    expect(clock.pending).toBe(0)
  })
})
