// One reader of the traffic: order, portions, and what becomes of one that is slow.
import { describe, expect, test } from 'vitest'
import { createMask } from '../../../electron/host/log/wire-log.ts'
import { createTrafficReader, type ReaderPipe } from '../../../electron/host/traffic/reader.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

interface Bench {
  readonly clock: ManualClock
  readonly pipe: ReaderPipe & { waitingBytes: number }
  readonly reader: ReturnType<typeof createTrafficReader>
  readonly said: () => Record<string, unknown>[]
  readonly fate: () => string
}

function bench(identities: 'masked' | 'plain' = 'masked'): Bench {
  const clock = createManualClock()
  let text = ''
  let fate = 'open'
  const pipe = {
    waitingBytes: 0,
    write: (more: string) => void (text += more),
    end: () => void (fate = 'ended'),
    destroy: () => void (fate = 'destroyed'),
  }
  const reader = createTrafficReader({ clock, pipe, mask: identities === 'masked' ? createMask() : (line) => line })
  return { clock, pipe, reader, fate: () => fate, said: () => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const line = (text: string) => ({ t: 1, device: 'desk-radio', dir: 'rx', line: text }) as const

describe('a reader', () => {
  test('gets lines and words between them in their order, and nothing in the turn in which they come', () => {
    const { clock, reader, said } = bench('plain')
    reader.take(line('OK'))
    reader.say({ packet: 'live' })
    reader.take(line('ERROR'))
    expect(said()).toEqual([])
    clock.advance(20)
    expect(said()).toEqual([line('OK'), { packet: 'live' }, line('ERROR')])
  })

  test('sees pseudonyms, the same for the same over its whole time, unless it may see more', () => {
    const { clock, reader, said } = bench()
    reader.take(line('+CTXG: 1,3,0,0,0,6101629'))
    clock.advance(20)
    reader.take(line('ATD6101629'))
    clock.advance(20)
    expect(said().map((one) => one['line'])).toEqual(['+CTXG: 1,3,0,0,0,0000001', 'ATD0000001'])
  })

  test('gets a flood in portions that do not hold up the event loop', () => {
    const { clock, reader, said } = bench()
    for (let at = 0; at < 5_000; at++) reader.take(line(`${at}`))
    clock.advance(20)
    expect(said()).toHaveLength(500)
    clock.advance(200)
    expect(said()).toHaveLength(5_000)
  })

  test('that does not take its bytes loses lines, is told how many, and is ended', () => {
    const { clock, pipe, reader, said, fate } = bench()
    pipe.waitingBytes = 2 * 1024 * 1024
    for (let at = 0; at <= 100_000; at++) reader.take(line(`${at}`))
    reader.take(line('one more'))
    clock.advance(1_999)
    expect([said(), fate()]).toEqual([[], 'open'])
    clock.advance(1)
    expect(said()).toEqual([{ packet: 'cut', lost: 100_002 }])
    clock.advance(59_999)
    expect(fate()).toBe('ended')
    clock.advance(1)
    expect(fate()).toBe('destroyed')
  })

  test('that is slow with long lines is bounded by their length, not their number', () => {
    const { clock, pipe, reader, said } = bench()
    pipe.waitingBytes = 2 * 1024 * 1024
    for (let at = 0; at < 3_000; at++) reader.take(line('x'.repeat(2_000)))
    clock.advance(2_000)
    expect(said()).toEqual([{ packet: 'cut', lost: 3_000 }])
  })

  test('that has gone gets nothing any more and costs no timer', () => {
    const { clock, reader, said } = bench()
    reader.take(line('OK'))
    reader.close()
    reader.take(line('OK'))
    clock.advance(10_000)
    expect(said()).toEqual([])
  })
})
