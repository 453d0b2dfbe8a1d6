// Whatever a device says of itself is read in bounded time and never throws, and fields lie where their items put them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layoutOf, readButtons } from '../../../native/hid-buttons/index.ts'
import { parseHidDescriptor } from '../../../native/kit/hid-descriptor.ts'

/** Short items that hang together, mixed with anything: random bytes alone seldom get past the second item. */
const item = (prefix: number, value: number): number[] => [prefix | 1, value & 0xff]
const anyItem = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0x01, 0x07, 0x08, 0x09, 0x0b, 0x0c, 0xff).map((page) => item(0x04, page)) },
  { weight: 6, arbitrary: fc.nat(0xff).map((usage) => item(0x08, usage)) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(0xff), fc.nat(0xff)).map(([from, to]) => [...item(0x18, from), ...item(0x28, to)]) },
  { weight: 3, arbitrary: fc.constantFrom(1, 1, 1, 2, 7, 8, 16, 32, 64).map((bits) => item(0x74, bits)) },
  { weight: 3, arbitrary: fc.nat(20).map((count) => item(0x94, count)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((id) => item(0x84, id)) },
  { weight: 1, arbitrary: fc.constantFrom([0xa4], [0xb4], [0xa1, 0x01], [0xc0], [0xa9, 0x01], [0xa9, 0x00], [0x15, 0x81], [0x15, 0x00]) },
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(0x80, 0x90, 0xb0), fc.nat(7)).map(([kind, flags]) => item(kind, flags)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => [...bytes]) },
)
const anyDescriptor = fc.oneof(fc.array(anyItem, { maxLength: 60 }).map((items) => Uint8Array.from(items.flat())), fc.uint8Array({ maxLength: 200 }))

test('any bytes are a descriptor or a failure with a code, and any report can then be read by it', () => {
  fc.assert(fc.property(anyDescriptor, fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (bytes, reports) => {
    const parsed = parseHidDescriptor(bytes)
    if (!parsed.ok) {
      expect(['WIRE_MALFORMED', 'WIRE_TOO_LONG']).toContain(parsed.error.code)
      return
    }
    const layout = layoutOf(parsed.value)
    for (const report of reports) readButtons(layout, undefined, report)
  }), { numRuns: 3_000 })
})

test('no two fields of a report share a bit, and none lies beyond it', () => {
  fc.assert(fc.property(anyDescriptor, (bytes) => {
    const parsed = parseHidDescriptor(bytes)
    if (!parsed.ok) return
    const ends = new Map<string, number>()
    for (const { kind, reportId, bit, bits } of parsed.value.fields) {
      const key = `${kind}:${reportId}`
      expect(bit).toBeGreaterThanOrEqual(ends.get(key) ?? 0)
      ends.set(key, bit + bits)
      expect(bit + bits).toBeLessThanOrEqual(parsed.value.reportBits.get(key) ?? 0)
    }
  }), { numRuns: 2_000 })
})

test('one bit a usage is read back: what is set in the report is what is down', () => {
  const anyButtons = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 })
  fc.assert(fc.property(anyButtons, fc.option(fc.integer({ min: 1, max: 255 })), fc.infiniteStream(fc.boolean()), (buttons, id, presses) => {
    const items = [0x05, 0x09, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, buttons.length, ...(id === null ? [] : [0x85, id]), ...buttons.flatMap((button) => [0x09, button]), 0x81, 0x02]
    const parsed = parseHidDescriptor(Uint8Array.from(items))
    if (!parsed.ok) throw new Error(parsed.error.detail)
    const before = id === null ? 0 : 1
    const report = new Uint8Array(before + Math.ceil(buttons.length / 8))
    if (id !== null) report[0] = id
    const down = buttons.filter((_button, at) => {
      const pressed = presses.next().value === true
      if (pressed) report[before + (at >> 3)] = (report[before + (at >> 3)] ?? 0) | (1 << (at & 7))
      return pressed
    })
    expect(readButtons(layoutOf(parsed.value), undefined, report).state?.down).toEqual(down.map((button) => `button-${button}`).toSorted())
  }), { numRuns: 500 })
})

/** Work, not time: a machine that is busy with others must not fail it. */
test('the most that a descriptor can ask for is bounded: fields and bits stop where no device goes', () => {
  const hungry = (bits: number, count: number): Uint8Array => Uint8Array.from(
    Array.from({ length: 250 }, (_, id) => [0x85, id + 1, 0x09, 0x01, 0x75, bits, 0x96, count & 0xff, count >> 8, 0x81, 0x02]).flat(),
  )
  const many = parseHidDescriptor(hungry(1, 0xffff))
  expect(many.ok ? '' : many.error.code).toBe('WIRE_TOO_LONG')
  const some = parseHidDescriptor(hungry(1, 16))
  expect(some.ok ? some.value.fields.length : 0).toBe(250 * 16)
})
