// What a device, or whoever writes a file for one, says of itself: report descriptors and device files.
import { readdirSync } from 'node:fs'
import { deliveredDevices, loadDevice } from '../../../../electron/host/site/device-table/device-files.ts'
import { formatProblem } from '../../../../electron/host/site/problem-text.ts'
import { layoutOf, readSnapshot } from '../../../../native/hid-buttons/index.ts'
import { parseHidDescriptor } from '../../../../native/kit/hid-descriptor.ts'
import { readFixture, recordedReports } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, type FuzzTarget } from '../target.ts'

const ITEMS = [0x05, 0x06, 0x09, 0x0a, 0x0b, 0x15, 0x16, 0x19, 0x1a, 0x1b, 0x25, 0x26, 0x29, 0x2a, 0x2b, 0x75, 0x76, 0x77, 0x81, 0x85, 0x91, 0x95, 0x96, 0x97, 0xa1, 0xa4, 0xa9, 0xb1, 0xb4, 0xc0, 0xfe] as const
const SIZES = [0, 1, 2, 4] as const
/** As the parser's own bound: no descriptor makes more. */
const FIELDS_MAX = 4096

export const hidDescriptors: FuzzTarget = {
  name: 'hid-descriptors',
  reads: 'report descriptors, with a report read by them',
  corpus: () => recordedReports().flatMap((row) => row.descriptor ?? []),
  make: descriptor,
  maxBytes: 4100,
  run: (bytes) => {
    const read = parseHidDescriptor(bytes)
    if (!read.ok) return read.error.code
    obey(read.value.fields.length <= FIELDS_MAX, 'no descriptor makes more fields than any device has')
    const layout = layoutOf(read.value)
    const report = new Uint8Array(64).fill(0xff)
    if (layout.isNumbered) report[0] = layout.reports[0]?.id ?? 0
    const snapshot = readSnapshot(layout, report)
    obey((snapshot?.held.length ?? 0) <= FIELDS_MAX, 'no report presses more than there are fields')
    return `${layout.isNumbered} ${Math.min(layout.reports.length, 4)} reports ${Math.min(layout.lights.length, 3)} lights ${Math.min(snapshot?.held.length ?? 0, 3)} down ${Object.keys(snapshot?.axes ?? {}).length} axes`
  },
}

/** Items in any order, their values small or at an edge. */
function descriptor(random: FuzzRandom): Uint8Array {
  const bytes = random.oneIn(2) ? [0x05, 0x0b, 0x09, 0x05, 0xa1, 0x01] : []
  for (let left = random.below(30); left > 0; left--) {
    const item = random.pick(ITEMS)
    bytes.push(item)
    for (let size = SIZES[item & 3] ?? 0; size > 0; size--) bytes.push(random.oneIn(3) ? random.pick([0, 1, 0x7f, 0x80, 0xff]) : random.below(16))
  }
  return Uint8Array.from(bytes)
}

/** A file is read by two libraries, and a whole one costs as much as a hundred scraps. */
const FILE_CASE_MAX_BYTES = 3000
const VALUES = ['0', '-1', '256', '1e9', '9007199254740993', 'null', 'true', '""', '"00"', '"zz"', '"{n}"', '"{led}"', '[]', '{}', '"05f3:00xx"', '"\\ud800"'] as const
const SCRAP: Readonly<Record<string, unknown>> = { format: 1, label: 'x', usb: ['05f3:00ff'], reports: [{ bytes: 2, inputs: [{ name: 'a', byte: 0, bit: 1 }] }], sources: ['x'] }
const encode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))

export const deviceFiles: FuzzTarget = {
  name: 'device-files',
  reads: 'device files, resources/devices/*.json',
  corpus: () => readdirSync(deliveredDevices()).filter((name) => name.endsWith('.json') && name !== 'device.schema.json')
    .map((name) => encode(JSON.stringify(JSON.parse(readFixture(`resources/devices/${name}`))))).filter((file) => file.length <= FILE_CASE_MAX_BYTES),
  make: deviceFile,
  words: [...VALUES, '"byte":', '"bit":', '"count":', '"columns":', '"bits":', '"report":', '"write":', '"descriptor":', ',', '[[[[', '{"a":'],
  maxBytes: FILE_CASE_MAX_BYTES,
  run: (bytes) => {
    const reading = loadDevice('fuzzed', Buffer.from(bytes).toString('utf8'))
    if (reading.ok) {
      const names = reading.product.reports.reduce((sum, report) => sum + report.inputs.length, 0)
      obey(names <= NAMES_MAX, 'a file names no more inputs than its reports can have bits')
      return `product ${reading.product.isNumbered} ${reading.product.lights.length > 0}`
    }
    for (const problem of reading.problems) {
      obey(problem.line >= 1 && problem.column >= 1, 'each problem has a place in the file')
      for (const words of [formatProblem(problem), formatProblem(problem, 'nl')]) obey(!/undefined|\[object/.test(words), 'each problem has words in both languages')
    }
    return [...new Set(reading.problems.map(({ complaint }) => complaint.code))].toSorted().slice(0, 3).join(' ')
  },
}

/** A USB interrupt report has at most 1 024 bytes. */
const NAMES_MAX = 16 * 1024

/** A small file with a value or two of another kind. */
function deviceFile(random: FuzzRandom): Uint8Array {
  const input = { name: random.oneIn(2) ? 'key-{n}' : 'a', byte: random.below(40), bit: random.below(10), ...(random.oneIn(3) && { count: random.below(300) }), ...(random.oneIn(3) && { columns: random.below(70), bits: random.below(12) }) }
  const report = { ...(random.oneIn(3) && { id: '01' }), bytes: random.below(70), inputs: [input], ...(random.oneIn(4) && { axes: [{ name: 'x', byte: random.below(70), signed: true }] }) }
  const lights = [{ name: random.oneIn(2) ? 'led' : 'led-{n}', write: random.pick(['00b3{state}', '00b5{led}{state}', 'zz', '']), states: { off: '00', on: '01' }, led: random.below(300), columns: random.below(20), bits: random.below(20), columnStep: random.below(300) }]
  const file = { ...SCRAP, reports: [report], ...(random.oneIn(3) && { lights }), ...(random.oneIn(4) && { writeBytes: random.below(70) }), ...(random.oneIn(6) && { descriptor: '050b0905a101c0' }) }
  const text = JSON.stringify(file)
  return encode(random.oneIn(3) ? text : text.replace(/:(?:\d+|"[^"]*")/g, (value) => (random.oneIn(8) ? `:${random.pick(VALUES)}` : value)))
}
