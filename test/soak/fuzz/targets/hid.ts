// Reports of pedals and panels, and the framing of simulated ones.
import { fromHex } from '../../../../native/kit/bytes.ts'
import { HID_PRODUCTS, type HidProduct } from '../../../../native/hid-buttons/index.ts'
import { readButtons, writeButtons, type ButtonState } from '../../../../native/hid-buttons/report.ts'
import { createHidFramer, encodeHidFrame, REPORT_MAX_BYTES } from '../../../../native/transport/hid-frames.ts'
import { readRows } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, same, type FuzzTarget } from '../target.ts'

const PRODUCTS: readonly HidProduct[] = Object.values(HID_PRODUCTS)
const recorded = (): readonly Uint8Array[] => readRows<{ readonly reportHex: string }>('test/fixtures/hid-buttons.jsonl').map((row) => fromHex(row.reportHex) ?? new Uint8Array())

/** First byte: the product. Then reports, each with its length in front. */
export const hidReports: FuzzTarget = {
  name: 'hid-reports',
  reads: 'reports of pedals and key panels',
  corpus: () => PRODUCTS.flatMap((_product, at) => recorded().map((report) => Uint8Array.from([at, report.length, ...report]))),
  make: reports,
  maxBytes: 512,
  run: readReports,
}

function reports(random: FuzzRandom): Uint8Array {
  const at = random.below(PRODUCTS.length)
  const bytes = [at]
  for (let left = 1 + random.below(4); left > 0; left--) {
    const length = random.oneIn(6) ? random.below(40) : (PRODUCTS[at]?.reportBytes ?? 0)
    bytes.push(length)
    for (let byte = 0; byte < length; byte++) bytes.push(random.oneIn(4) ? random.below(256) : random.below(16))
  }
  return Uint8Array.from(bytes)
}

function readReports(bytes: Uint8Array): string {
  const product = PRODUCTS[(bytes[0] ?? 0) % PRODUCTS.length]
  if (!product) return 'no product'
  let state: ButtonState
  const kinds = new Set<string>()
  for (let at = 1; at < bytes.length; ) {
    const length = bytes[at] ?? 0
    state = readReport(product, state, bytes.subarray(at + 1, at + 1 + length), kinds)
    at += 1 + length
  }
  return `${product.label} ${[...kinds].toSorted().join(' ')} ${(state ?? []).join('+')}`
}

function readReport(product: HidProduct, before: ButtonState, bytes: Uint8Array, kinds: Set<string>): ButtonState {
  const { state, report } = readButtons(product, before, bytes)
  kinds.add(report.kind)
  if (report.kind === 'other') {
    obey(state === before, 'an answer to another question presses and releases nothing')
    return state
  }
  const down = new Set(before)
  if (report.kind === 'change') for (const name of report.up) obey(down.delete(name), 'only what is down comes up')
  for (const name of report.down) {
    obey(!down.has(name), 'only what is up goes down')
    down.add(name)
  }
  obey(same([...down].toSorted(), state), 'presses and releases amount to the state')
  obey(same(readButtons(product, [], writeButtons(product, down)).state, state), 'a state written out and read again is the same')
  return state
}

export const hidFrames: FuzzTarget = {
  name: 'hid-frames',
  reads: 'reports of a simulated device, over TCP',
  corpus: () => recorded().map(encodeHidFrame),
  make: (random) => frames(random),
  run: readFrames,
  stream: {
    create: () => {
      let framer = createHidFramer()
      return {
        push: (bytes) => {
          // Whoever hears `broken` gives the line up, and the next one starts afresh.
          if (framer.push(bytes).broken) framer = createHidFramer()
        },
        get held() {
          return framer.held
        },
      }
    },
    heldMaxBytes: REPORT_MAX_BYTES + 1,
    endless: [Uint8Array.of(0), Uint8Array.of(0xff), Uint8Array.of(4, 0), Uint8Array.of(0, 1, 7), Uint8Array.of(0x03)],
  },
}

function frames(random: FuzzRandom): Uint8Array {
  const bytes: number[] = []
  for (let left = 1 + random.below(4); left > 0; left--) {
    const length = random.oneIn(20) ? random.pick([REPORT_MAX_BYTES, REPORT_MAX_BYTES + 1, 0xffff]) : random.below(40)
    bytes.push(length >> 8, length & 0xff)
    for (let at = 0; at < Math.min(length, REPORT_MAX_BYTES); at++) bytes.push(random.below(256))
  }
  return Uint8Array.from(bytes)
}

function readFrames(bytes: Uint8Array): string {
  const whole = framed(bytes, bytes.length)
  const cutUp = framed(bytes, 1 + ((bytes[1] ?? 0) % 61))
  obey(same(whole, cutUp), 'the reports do not depend on the portions in which the bytes come')
  const written = whole.reports.flatMap((report) => [...encodeHidFrame(report)])
  obey(same(written, [...bytes.subarray(0, written.length)]), 'the reports are what was sent, in order')
  return `${whole.broken ? 'broken' : 'whole'} ${Math.min(whole.reports.length, 5)}`
}

function framed(bytes: Uint8Array, step: number): { readonly reports: readonly Uint8Array[]; readonly broken: boolean } {
  const framer = createHidFramer()
  const found: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += step) {
    const { reports: complete, broken } = framer.push(bytes.subarray(at, at + step))
    found.push(...complete)
    if (broken) return { reports: found, broken }
    obey(framer.held <= REPORT_MAX_BYTES + 1, 'never more than one report is held back')
  }
  return { reports: found, broken: false }
}
