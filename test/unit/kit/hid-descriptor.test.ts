// What a report descriptor says: which bits of which report mean what. Bytes are written as the standard's items.
import { describe, expect, test } from 'vitest'
import { fromHex } from '../../../native/kit/bytes.ts'
import { parseHidDescriptor, type HidDescriptor, type HidField } from '../../../native/kit/hid-descriptor.ts'
import { usageOfValue } from '../../../native/kit/hid-usages.ts'

const bytes = (hex: string): Uint8Array => {
  const read = fromHex(hex.replaceAll(/\s/g, ''))
  if (!read) throw new Error(`not hex: ${hex}`)
  return read
}
function parsed(hex: string): HidDescriptor {
  const result = parseHidDescriptor(bytes(hex))
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail}`)
  return result.value
}
const codeOf = (hex: string): string | undefined => {
  const result = parseHidDescriptor(bytes(hex))
  return result.ok ? undefined : result.error.code
}
/** `input 2 @8+1 000b:0020`: kind, report, place and width, usage. */
const told = (field: HidField): string => {
  const hex = (value: number): string => value.toString(16).padStart(4, '0')
  const what = field.form === 'variable' ? `${hex(field.usage.page)}:${hex(field.usage.usage)}` : 'array'
  return `${field.kind} ${field.reportId} @${field.bit}+${field.bits} ${what}${field.isRelative ? ' relative' : ''}${field.isConstant ? ' constant' : ''}`
}
const fieldsOf = (hex: string): string[] => parsed(hex).fields.map(told)

const ONE_BIT = '15 00 25 01 75 01'

describe('fields', () => {
  test('usages go to the fields one by one, in the order of the items', () => {
    expect(fieldsOf(`05 0b 09 05 a1 01 ${ONE_BIT} 95 02 09 20 09 2f 81 02 c0`)).toEqual(['input 0 @0+1 000b:0020', 'input 0 @1+1 000b:002f'])
  })

  test('a range stands for all usages in it', () => {
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 03 19 01 29 03 81 02`)).toEqual(['input 0 @0+1 0009:0001', 'input 0 @1+1 0009:0002', 'input 0 @2+1 0009:0003'])
  })

  test('the ends of a range may come in either order, and half a range is none', () => {
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 02 29 02 19 01 81 02 95 01 19 05 81 02 29 06 09 07 81 02`)).toEqual(['input 0 @0+1 0009:0001', 'input 0 @1+1 0009:0002', 'input 0 @3+1 0009:0007'])
  })

  test('the last usage serves for all fields that have none of their own', () => {
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 03 09 01 09 02 81 02`).slice(1)).toEqual(['input 0 @1+1 0009:0002', 'input 0 @2+1 0009:0002'])
  })

  test('filling takes its place and is no field', () => {
    const { fields, reportBits } = parsed(`05 09 ${ONE_BIT} 95 01 09 01 81 02 95 07 81 01 95 01 09 02 81 02`)
    expect(fields.map(told)).toEqual(['input 0 @0+1 0009:0001', 'input 0 @8+1 0009:0002'])
    expect([...reportBits]).toEqual([['input:0', 9]])
  })

  test('a constant field with a usage is kept and says so', () => {
    expect(fieldsOf(`05 0b ${ONE_BIT} 95 01 09 2f 81 07`)).toEqual(['input 0 @0+1 000b:002f relative constant'])
  })

  test('each kind of each report counts its own bits', () => {
    const { fields, isNumbered } = parsed(`05 08 ${ONE_BIT} 95 01 85 01 09 09 81 02 09 17 91 02 85 02 09 18 91 02 85 01 09 20 91 02 09 21 b1 02`)
    expect(isNumbered).toBe(true)
    expect(fields.map(told)).toEqual([
      'input 1 @0+1 0008:0009', 'output 1 @0+1 0008:0017', 'output 2 @0+1 0008:0018', 'output 1 @1+1 0008:0020', 'feature 1 @0+1 0008:0021',
    ])
  })

  test('a usage of four bytes brings its own page, also when another page is named after it', () => {
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 02 0b 2f 00 0b 00 09 01 81 02`)).toEqual(['input 0 @0+1 000b:002f', 'input 0 @1+1 0009:0001'])
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 01 0b 2f 00 0b 00 05 0c 81 02`)).toEqual(['input 0 @0+1 000b:002f'])
  })

  test('a page that is named only after its usages is theirs, one that follows other usages is not', () => {
    expect(fieldsOf(`${ONE_BIT} 95 02 09 20 09 2f 05 0b 81 02`)).toEqual(['input 0 @0+1 000b:0020', 'input 0 @1+1 000b:002f'])
    expect(fieldsOf(`05 0b ${ONE_BIT} 95 02 09 20 05 09 09 01 81 02`)).toEqual(['input 0 @0+1 000b:0020', 'input 0 @1+1 0009:0001'])
  })

  test('of alternatives the first is taken', () => {
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 02 a9 01 09 01 09 02 a9 00 09 03 81 02`)).toEqual(['input 0 @0+1 0009:0001', 'input 0 @1+1 0009:0003'])
  })

  test('a minimum below zero makes a field signed, in one, two or four bytes', () => {
    const isSigned = (min: string): boolean | undefined => parsed(`05 01 ${min} 75 08 95 01 09 30 81 02`).fields[0]?.isSigned
    expect([isSigned('15 81'), isSigned('16 00 80'), isSigned('17 ff ff ff ff'), isSigned('15 00'), isSigned('14'), isSigned('16 80 00')]).toEqual([true, true, true, false, false, false])
  })

  test('a picture of a thousand bytes with one usage is one field', () => {
    const { fields, reportBits } = parsed('06 00 ff 15 00 26 ff 00 75 08 96 ff 03 85 02 09 01 91 02')
    expect([fields.map(told), reportBits.get('output:2')]).toEqual([['output 2 @0+8 ff00:0001'], 8 * 1_023])
  })

  test('a field wider than a number is no field, but takes its place', () => {
    const { fields, reportBits } = parsed('06 00 ff 75 40 95 01 09 01 81 02')
    expect([fields.length, reportBits.get('input:0')]).toEqual([0, 64])
  })
})

describe('arrays', () => {
  test('a value of an array is the usage at that place of the range', () => {
    const [field] = parsed('05 07 15 00 25 65 75 08 95 06 19 00 29 65 81 00').fields
    if (field?.form !== 'array') throw new Error('no array')
    expect(told(field)).toBe('input 0 @0+8 array')
    expect([usageOfValue(field, 5), usageOfValue(field, 0x65), usageOfValue(field, 0x66)]).toEqual([{ page: 7, usage: 5 }, { page: 7, usage: 0x65 }, undefined])
  })

  test('an array that counts from one and lists its usages singly', () => {
    const [field] = parsed('05 0c 15 01 25 02 75 02 95 01 09 e9 09 ea 81 00').fields
    if (field?.form !== 'array') throw new Error('no array')
    expect([0, 1, 2, 3].map((value) => usageOfValue(field, value)?.usage)).toEqual([undefined, 0xe9, 0xea, undefined])
  })
})

describe('items', () => {
  test('push keeps the globals and pop brings them back', () => {
    expect(fieldsOf(`05 09 ${ONE_BIT} 95 01 a4 05 0c 75 08 09 e9 81 02 b4 09 01 81 02`)).toEqual(['input 0 @0+8 000c:00e9', 'input 0 @8+1 0009:0001'])
  })

  test('a long item is passed over', () => {
    expect(fieldsOf(`05 09 fe 03 f0 aa bb cc ${ONE_BIT} 95 01 09 01 81 02`)).toEqual(['input 0 @0+1 0009:0001'])
  })

  test('an end of collection may carry a byte of data', () => {
    expect(fieldsOf(`05 0c 09 03 a1 01 05 09 ${ONE_BIT} 95 01 09 01 81 02 c1 00`)).toEqual(['input 0 @0+1 0009:0001'])
  })

  test('the top-level collections are told, those within them are not', () => {
    const { collections, fields } = parsed(`05 0b 09 05 a1 01 09 06 a1 02 ${ONE_BIT} 95 01 09 20 81 02 c0 c0 05 0c 09 01 a1 01 c0`)
    expect(collections).toEqual([{ page: 0x0b, usage: 5 }, { page: 0x0c, usage: 1 }])
    expect(fields.map(told)).toEqual(['input 0 @0+1 000b:0020'])
  })

  test('usages of a collection are not those of the field that follows it', () => {
    expect(fieldsOf(`05 0b 09 05 a1 01 ${ONE_BIT} 95 01 81 02`)).toEqual([])
  })

  test('a collection that is never closed costs nothing', () => {
    expect(fieldsOf(`05 09 09 01 a1 01 ${ONE_BIT} 95 01 09 02 81 02`)).toEqual(['input 0 @0+1 0009:0002'])
  })

  test('nothing is a descriptor without reports', () => {
    expect(parsed('')).toMatchObject({ isNumbered: false, fields: [], collections: [] })
  })
})

describe('a descriptor that cannot be', () => {
  test.each([
    ['ends within an item', '05', 'WIRE_MALFORMED'],
    ['ends within four bytes of data', '07 00 00', 'WIRE_MALFORMED'],
    ['ends within the head of a long item', 'fe', 'WIRE_MALFORMED'],
    ['ends within a long item', 'fe 05 f0 aa', 'WIRE_MALFORMED'],
    ['closes what was not opened', 'c0', 'WIRE_MALFORMED'],
    ['pops what was not pushed', 'b4', 'WIRE_MALFORMED'],
    ['has a report 0', '85 00', 'WIRE_MALFORMED'],
    ['has a report above 255', '86 00 01', 'WIRE_MALFORMED'],
    ['has a report longer than any', '05 09 09 01 75 20 97 ff ff ff ff 81 02', 'WIRE_TOO_LONG'],
    ['has more fields than any', '05 09 09 01 75 01 96 01 10 81 02', 'WIRE_TOO_LONG'],
    ['is longer than any', '00'.repeat(4_097), 'WIRE_TOO_LONG'],
  ])('one that %s is refused', (_title, hex, code) => {
    expect(codeOf(hex)).toBe(code)
  })
})
