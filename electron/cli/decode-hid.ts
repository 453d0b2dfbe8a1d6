// achterwacht decode hid: reports of a pedal, panel or headset in, one JSON object out for each. Format: FORMATS, "decode hid".
import { parseArgs } from 'node:util'
import { fromHex } from '../../native/kit/bytes.ts'
import { failure, type ErrorCode } from '../../native/kit/errors.ts'
import { parseHidDescriptor } from '../../native/kit/hid-descriptor.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { decodeGpio, decodeLights, layoutOf, readButtons, readSnapshot, type ButtonState, type HidLayout, type HidProduct } from '../../native/hid-buttons/index.ts'
import { productsOf, type DeviceFiles } from '../host/site/device-table/device-files.ts'
import { readSavedLine } from './wire-line.ts'

export interface DecodeHidOptions {
  readonly vendorId: number
  readonly productId: number
  readonly usagePage: number | undefined
  readonly descriptor: Uint8Array | undefined
  readonly direction: 'in' | 'out'
}

type DecodedLayout = HidLayout & Pick<HidProduct, 'gpioOut'>

/** The one object there is for a line; all five are always there. */
interface Decoded {
  readonly down: readonly string[]
  readonly up: readonly string[]
  readonly axes: Readonly<Record<string, number>>
  readonly leds: Readonly<Record<string, string>>
  readonly gpio: Readonly<Record<string, number>>
}

const WIRE_DIRECTIONS = { in: 'rx', out: 'tx' } as const
const NOTHING: Decoded = { down: [], up: [], axes: {}, leds: {}, gpio: {} }
const HEX_WORD = /^(?:0x)?[0-9a-f]{1,4}$/i

/** @returns undefined when the words on the command line are not those of the usage line */
export function readDecodeHidOptions(argv: readonly string[]): DecodeHidOptions | undefined {
  const words = wordsOf(argv)
  const [vendor, product, ...more] = words?.device?.split(':') ?? []
  const direction = words?.direction ?? 'in'
  if (!words || more.length > 0 || (direction !== 'in' && direction !== 'out')) return undefined
  const vendorId = hexWord(vendor)
  const productId = hexWord(product)
  const usagePage = hexWord(words['usage-page'])
  const descriptor = words.descriptor === undefined ? undefined : fromHex(words.descriptor.replaceAll(/\s/g, ''))
  if (vendorId === undefined || productId === undefined) return undefined
  if ((words['usage-page'] !== undefined && usagePage === undefined) || (words.descriptor !== undefined && !descriptor)) return undefined
  return { vendorId, productId, usagePage, descriptor, direction }
}

function wordsOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: { device: { type: 'string' }, 'usage-page': { type: 'string' }, descriptor: { type: 'string' }, direction: { type: 'string' } },
    }).values
  } catch {
    return undefined
  }
}

const hexWord = (text: string | undefined): number | undefined => (text !== undefined && HEX_WORD.test(text) ? Number.parseInt(text, 16) : undefined)

/**
 * Decodes until the input ends.
 *
 * @param input  lines without their ends
 * @param write  takes one JSON object
 * @returns how many lines were not hex; all of them when nothing says how this device is to be read
 */
export async function decodeHid(options: DecodeHidOptions, files: DeviceFiles, input: AsyncIterable<string>, write: (line: string) => void): Promise<number> {
  const layout = layoutFor(options, files)
  let state: ButtonState | undefined
  let errors = 0
  for await (const raw of input) {
    const saved = readSavedLine(raw)
    // Of a saved trace: the reports of this direction, and no lines of radios.
    if (saved && (saved.bus !== 'hid' || saved.dir !== WIRE_DIRECTIONS[options.direction])) continue
    const line = saved?.line ?? raw
    const bytes = fromHex(line.replaceAll(/\s/g, ''))
    const code: ErrorCode | undefined = layout.ok ? (bytes && bytes.length > 0 ? undefined : 'WIRE_MALFORMED') : layout.error.code
    if (code || !layout.ok || !bytes) {
      errors++
      write(JSON.stringify({ error: code, line: line.replace(/\r$/, '') }))
    } else if (options.direction === 'out') {
      write(JSON.stringify({ ...NOTHING, leds: sortedByName(decodeLights(layout.value.lights, bytes)), gpio: decodeGpio(layout.value, bytes) }))
    } else {
      const read = decodeIn(layout.value, state, bytes)
      state = read.state
      write(JSON.stringify(read.decoded))
    }
  }
  return errors
}

/**
 * The device file, before the descriptor. The usage page chooses where one USB identity has several files; it leaves no
 * report out, for Linux delivers those of all collections together.
 *
 * @returns DEVICE_UNSUPPORTED with neither; why a descriptor cannot be read
 */
function layoutFor({ vendorId, productId, usagePage, descriptor }: DecodeHidOptions, files: DeviceFiles): Result<DecodedLayout> {
  const products = productsOf(files, vendorId, productId)
  const product = products.find(({ usage }) => usage?.page === usagePage) ?? products[0]
  if (product) return ok(product)
  if (!descriptor || descriptor.length === 0) return fail(failure('DEVICE_UNSUPPORTED', 'neither a device file nor a descriptor'))
  const parsed = parseHidDescriptor(descriptor)
  return parsed.ok ? ok(layoutOf(parsed.value)) : parsed
}

function decodeIn(layout: HidLayout, before: ButtonState | undefined, bytes: Uint8Array): { readonly state: ButtonState | undefined; readonly decoded: Decoded } {
  const { state, report } = readButtons(layout, before, bytes)
  const snapshot = readSnapshot(layout, bytes)
  if (!snapshot || report.kind === 'other') return { state, decoded: NOTHING }
  const down = [...new Set([...report.down, ...snapshot.pulses])].toSorted()
  const up = report.kind === 'change' ? report.up : []
  return { state, decoded: { down, up, axes: sortedByName(snapshot.axes), leds: {}, gpio: snapshot.gpio } }
}

const sortedByName = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)))
