// A device file, resources/devices/<id>.json: its shape. What no single field can know stands in device-checks.ts.
// Format explained for people: native/hid-buttons/README.md.
import { z } from 'zod'
import { block, label, list, text, whole, yesNo } from '../fields.ts'

const DEVICE_FORMAT = 1
/** As Linux: HID_MAX_BUFFER_SIZE. */
const REPORT_MAX_BYTES = 16_384
const KEYS_MAX = 256
const COLUMNS_MAX = KEYS_MAX / 8
const BIT_MAX = 7

const pattern = (expression: RegExp, error: string) => z.string({ error }).regex(expression, { error })
/** `{n}` stands for a number. */
const inputName = () => pattern(/^[a-z0-9]+(?:-(?:[a-z0-9]+|\{n\}))*$/, 'input-name')
const hexByte = () => pattern(/^[0-9a-f]{2}$/, 'hex-byte')
const hexBytes = () => pattern(/^(?:[0-9a-f]{2})+$/, 'hex-bytes')
const lightWrite = () => pattern(/^(?:[0-9a-f]{2})+(?:\{led\}(?:[0-9a-f]{2})*)?\{state\}(?:[0-9a-f]{2})*$/, 'light-write')
const byte = () => whole(0, REPORT_MAX_BYTES - 1)
const bit = () => whole(0, BIT_MAX)
const place = () => block({ byte: byte(), bit: bit() })

const inputSchema = block({
  name: inputName().describe('As buttons in the site file and decode hid name it: left, middle, right, key-{n}.'),
  byte: byte().describe('From 0, in the report as delivered: the report id is byte 0 where the device numbers its reports.'),
  bit: bit().optional().describe('The one bit that is 1 while the input is down, the lowest is 0.'),
  count: whole(1, KEYS_MAX).optional().describe('So many inputs on bits that follow one another.'),
  columns: whole(1, COLUMNS_MAX).optional().describe('A grid instead of a bit: so many bytes, one a column.'),
  bits: whole(1, 8).optional().describe('Rows of the grid: bits in each of its bytes, from the lowest.'),
  oneShot: yesNo().optional().describe('Each report that carries it is a press of its own; no release is sent.'),
})

const keyCodeSchema = block({
  name: inputName(),
  byte: byte(),
  bit: bit().describe('Lowest bit of the number.'),
  bits: whole(1, 16),
  when: place().describe('The number counts only while this bit is 1.'),
  names: z.record(z.string(), inputName(), { error: 'block:13,…' }).optional().describe('Names of single codes.'),
})

const reportSchema = block({
  id: hexByte().optional().describe('Report id; left out where the device does not number its reports.'),
  bytes: whole(1, REPORT_MAX_BYTES).optional().describe('Length as delivered, the id counted.'),
  inputs: list(inputSchema, 1, KEYS_MAX).optional(),
  keyCodes: list(keyCodeSchema, 1, 16).optional(),
  axes: list(block({ name: inputName(), byte: byte(), signed: yesNo().optional() }), 1, 32).optional(),
  gpio: block({ byte: byte() }).optional().describe('Byte whose bits are pins 1 to 8.'),
  other: block({ byte: byte(), above: whole(0, 0xff) }).optional().describe('Above that value the report is no state.'),
  alwaysOn: list(place(), 1, 64).optional().describe('Bits that are always 1 and mean nothing: only the simulator needs them.'),
})

const lightSchema = block({
  name: inputName(),
  write: lightWrite().optional().describe('Report in hex, its id first, 00 when the device has none; {state} is one byte.'),
  states: block({ off: hexByte(), on: hexByte(), flash: hexByte().optional() }).optional(),
  led: whole(0, 0xff).optional().describe('Number of the first light of a grid.'),
  columns: whole(1, COLUMNS_MAX).optional(),
  bits: whole(1, 8).optional(),
  columnStep: whole(1, 0xff).optional().describe('From one column to the next the number grows by that.'),
  report: hexByte().optional().describe('A light that is one bit among others: id of the report.'),
  byte: byte().optional(),
  bit: bit().optional(),
})

export const deviceSchema = block({
  $schema: z.string().optional(),
  format: z.literal(DEVICE_FORMAT, { error: `words:${DEVICE_FORMAT}` }),
  label: label(),
  usb: list(pattern(/^[0-9a-f]{4}:[0-9a-f]{2}(?:[0-9a-f]{2}|xx)$/, 'usb-pair'), 1, 64).describe('vid:pid in hex. xx at the end: any two digits. Product 0000: unknown product of that maker.'),
  usage: pattern(/^[0-9a-f]{4}:[0-9a-f]{4}$/, 'usage-pair').optional().describe('Top-level collection that carries the reports, page:usage in hex.'),
  reports: list(reportSchema, 1, 32).optional(),
  descriptor: hexBytes().optional().describe('The report descriptor in hex, instead of reports.'),
  writeBytes: whole(1, REPORT_MAX_BYTES).optional().describe('Length of a written report, its id counted.'),
  ask: block({ write: hexBytes(), answer: place().optional() }).optional().describe('Asks for the state; answer: the bit that marks the reply.'),
  unitId: block({ byte: byte() }).optional().describe('Byte with the number that the owner gave the unit.'),
  firmware: block({ write: hexBytes(), answer: block({ byte: byte(), value: hexByte() }), byte: byte() }).optional(),
  lights: list(lightSchema, 1, 64).optional(),
  gpioOut: block({
    levels: block({ byte: byte() }),
    direction: block({ byte: byte() }),
    unless: block({ byte: byte(), mask: hexByte() }).optional(),
  }).optional(),
  notes: list(text(), 1, 16).optional(),
  sources: list(text(), 1, 16).describe('Where this is known from.'),
})
