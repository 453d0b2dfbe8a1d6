// Top-level collections out of report descriptors, as real devices write them.
import { expect, test } from 'vitest'
import { topLevelUsages } from '../../../native/transport/device-scan/usages.ts'
import { KEYBOARD_DESCRIPTOR, PEDAL_DESCRIPTOR } from '../../support/fake-sysfs.ts'

test.each<[string, readonly number[], readonly [number, number][]]>([
  ['a pedal has the one of its buttons', PEDAL_DESCRIPTOR, [[0x0c, 0x03]]],
  ['a keyboard with a second collection has both', [...KEYBOARD_DESCRIPTOR, ...PEDAL_DESCRIPTOR], [[0x01, 0x06], [0x0c, 0x03]]],
  ['a nested collection is not one of the top', [0x05, 0x0b, 0x09, 0x05, 0xa1, 0x01, 0x09, 0x06, 0xa1, 0x02, 0xc0, 0xc0, 0x06, 0xa0, 0xff, 0x09, 0x01, 0xa1, 0x01, 0xc1, 0x00], [[0x0b, 0x05], [0xffa0, 0x01]]],
  ['a usage of four bytes brings its own page', [0x05, 0x01, 0x0b, 0x03, 0x00, 0x0c, 0x00, 0xa1, 0x01, 0xc0], [[0x0c, 0x03]]],
  ['the page that holds at the collection counts, not the one at the usage', [0x09, 0x03, 0x05, 0x0c, 0xa1, 0x01, 0xc0], [[0x0c, 0x03]]],
  ['the page is kept over push and pop', [0x05, 0x0c, 0xa4, 0x05, 0x09, 0xb4, 0x09, 0x01, 0xa1, 0x01, 0xc0], [[0x0c, 0x01]]],
  ['a long item is stepped over', [0xfe, 0x02, 0x10, 0xa1, 0xa1, ...PEDAL_DESCRIPTOR], [[0x0c, 0x03]]],
  ['an end without a beginning changes nothing', [0xc0, 0xc0, ...PEDAL_DESCRIPTOR], [[0x0c, 0x03]]],
  ['a collection that no usage names is none', [0xa1, 0x01, 0xc0], []],
  ['an item that breaks off says nothing', [0x05, 0x0c, 0x09, 0x03, 0xa1], []],
  ['nothing says nothing', [], []],
])('%s', (_title, bytes, usages) => {
  expect(topLevelUsages(Uint8Array.from(bytes)).map(({ page, usage }) => [page, usage])).toEqual(usages)
})
