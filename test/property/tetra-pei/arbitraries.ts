// Random values as they can stand on the line of a TETRA radio.
import * as fc from 'fast-check'

export const small = fc.integer({ min: 0, max: 999 })
export const byte = fc.integer({ min: 0, max: 255 })
export const flag = fc.integer({ min: 0, max: 1 })

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))

export const ssi = fc.integer({ min: 0, max: 16_777_215 })
export const tsi = fc.oneof(digits(15), digits(16), digits(17))
/** Short, long, and a telephone number. */
export const party = fc.oneof(ssi.map(String), tsi, digits(11).map((number) => `+${number}`))
export const group = fc.oneof(ssi.map(String), tsi)

/** Text of a name: printable 8859-1 without quotes, blanks only inside. */
export const name = fc
  .string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), minLength: 1, maxLength: 20 })
  .filter((text) => text === text.trim() && !text.includes('"'))
export const word = name.filter((text) => !text.includes(','))

/** A record whose fields may be absent, and are then left out. */
export const sparse = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>

/** Bytes with more line ends, prompts and control characters than chance would give. */
export const wireBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) =>
  bytes.map((value) => (value < 40 ? 0x0d : value < 60 ? 0x0a : value < 80 ? 0x3e : value < 100 ? 0x20 : value)),
)

const PREFIXES = ['+CTICN', '+CTXG', '+CTSDSR', '+CTGS', '+CREG', '+CTBCT', '+CNUMS', '+CNUMF', '+GCLI', '+CMGS', '+GPSPOS', '+CTCR', '+CME ERROR', 'AT+CTXD', '+XYZ']
const field = fc.oneof(small.map(String), party, fc.constant(''), word)
const fields = fc.array(field, { maxLength: 15 }).map((all) => all.join(','))

/** Lines near to real ones, and lines of anything. */
export const line = fc.oneof(
  fc.tuple(fc.constantFrom(...PREFIXES), fc.constantFrom(': ', ':', ' : ', '=', ''), fields).map((parts) => parts.join('')),
  fields,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join('')),
  fc.constantFrom('OK', 'ERROR', '+CTSDSR: 12,1,0,2,0,96', '+CTSDSR: 13,1,0,2,0,16', '+CNUMS: 3', '8004', '1,123456712341234,Test'),
)
