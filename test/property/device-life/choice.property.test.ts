// Whatever is plugged in, in whatever order it is listed: the choice is the same, fits what was asked, and is never a keyboard.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseDevice, type DeviceSighting, type HidUsage, type WantedDevice } from '../../../native/kit/device-identity.ts'

const few = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const perhaps = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })

const usage: fc.Arbitrary<HidUsage> = few({ page: 1, usage: 2 }, { page: 1, usage: 5 }, { page: 1, usage: 6 }, { page: 1, usage: 7 }, { page: 0x0c, usage: 3 })
const keys = { serial: perhaps(few('A', 'B')), unitId: perhaps(few(1, 2)), topology: perhaps(few('1-1', '1-2', '2-1.4')), interface: perhaps(few(0, 1)) }
const ids = { bus: few('hid' as const, 'serial' as const), vendorId: few(0x05f3, 0x0403), productId: few(0x00ff, 0x6001) }

const sightings = fc.array(
  fc.record({ ...ids, ...keys, path: few('/dev/hidraw0', '/dev/hidraw1', '/dev/hidraw2', '/dev/hidraw3'), usages: fc.array(usage, { maxLength: 3 }), hasDescriptor: fc.boolean() }),
  { maxLength: 6 },
) as fc.Arbitrary<readonly DeviceSighting[]>
const wanted = fc.record({ ...ids, ...keys, usage: perhaps(usage) }) as fc.Arbitrary<WantedDevice>

const isTyped = ({ page, usage: one }: HidUsage): boolean => page === 1 && [2, 6, 7].includes(one)

test('the choice does not depend on the order in which devices are listed', () => {
  fc.assert(fc.property(wanted, sightings, fc.infiniteStream(fc.nat()), (what, all, chance) => {
    const shuffled = all.map((one) => ({ one, at: chance.next().value as number })).toSorted((a, b) => a.at - b.at).map(({ one }) => one)
    const [first, second] = [chooseDevice(what, all), chooseDevice(what, shuffled)]
    const essence = (choice: typeof first): unknown => (choice.ok ? choice.value.path : choice.error.code)
    expect(essence(second)).toEqual(essence(first))
  }))
})

test('what is chosen is of the kind that was asked for, contradicts no key, and is not only a keyboard or mouse', () => {
  fc.assert(fc.property(wanted, sightings, (what, all) => {
    const choice = chooseDevice(what, all)
    if (!choice.ok) return
    const { value } = choice
    expect([value.bus, value.vendorId, value.productId]).toEqual([what.bus, what.vendorId, what.productId])
    if (what.serial !== undefined) expect(value.serial).toBe(what.serial)
    if (what.unitId !== undefined) expect([what.unitId, undefined]).toContain(value.unitId)
    if (what.interface !== undefined) expect(value.interface).toBe(what.interface)
    // Only what carries its own name may be somewhere else.
    if (what.topology !== undefined && value.topology !== what.topology) expect(what.serial !== undefined || value.unitId === what.unitId).toBe(true)
    if (value.bus === 'hid' && value.usages.length > 0) expect(value.usages.some((one) => !isTyped(one))).toBe(true)
    if (value.bus === 'hid' && value.usages.length > 0 && what.usage) expect(isTyped(what.usage)).toBe(false)
  }))
})

test('one more device of the same kind at another port never changes which pedal a port means', () => {
  fc.assert(fc.property(sightings, (all) => {
    const what: WantedDevice = { bus: 'hid', vendorId: 0x05f3, productId: 0x00ff, topology: '1-1' }
    const more: DeviceSighting = { bus: 'hid', vendorId: 0x05f3, productId: 0x00ff, topology: '9-9', path: '/dev/hidraw9', usages: [], hasDescriptor: false }
    const path = (choice: ReturnType<typeof chooseDevice>): unknown => (choice.ok ? choice.value.path : choice.error.code)
    expect(path(chooseDevice(what, [...all, more]))).toBe(path(chooseDevice(what, all)))
  }))
})
