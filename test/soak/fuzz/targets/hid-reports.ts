// Reports of every delivered product: what is pressed, what lights. A case is the product's number, then reports, each with
// its length in front.
import { createDeviceFiles, deliveredDevices } from '../../../../electron/host/site/device-table/device-files.ts'
import { decodeGpio, decodeLights, isOfProduct, readButtons, readSnapshot, type ButtonState, type HidProduct } from '../../../../native/hid-buttons/index.ts'
import { recordedReports } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, obeySize, same, type FuzzTarget } from '../target.ts'

let known: readonly HidProduct[] | undefined
const products = (): readonly HidProduct[] => (known ??= readAll())

function readAll(): readonly HidProduct[] {
  const files = createDeviceFiles([deliveredDevices()])
  return files.ids().flatMap((id) => {
    const reading = files.read(id)
    return reading?.ok ? [reading.product] : []
  })
}

export const hidReports: FuzzTarget = {
  name: 'hid-reports',
  reads: 'reports of pedals, key panels and headsets',
  corpus: () => recordedReports().flatMap(({ usb, report }) => {
    const [vendorId = 0, productId = 0] = usb.split(':').map((part) => Number.parseInt(part, 16))
    return products().flatMap((product, at) => (isOfProduct(product, vendorId, productId) ? [Uint8Array.from([at, report.length, ...report])] : []))
  }),
  make: reports,
  maxBytes: 1024,
  run: readReports,
}

function reports(random: FuzzRandom): Uint8Array {
  const at = random.below(products().length)
  const bytes = [at]
  const layouts = products()[at]?.reports ?? []
  for (let left = 1 + random.below(4); left > 0; left--) {
    const layout = layouts[random.below(layouts.length)]
    const length = random.oneIn(6) ? random.below(70) : (layout?.bytes ?? random.below(40))
    bytes.push(length)
    for (let byte = 0; byte < length; byte++) bytes.push(byte === 0 && layout && random.oneIn(2) ? layout.id : random.oneIn(4) ? random.below(256) : random.below(16))
  }
  return Uint8Array.from(bytes)
}

function readReports(bytes: Uint8Array): string {
  const all = products()
  const product = all[(bytes[0] ?? 0) % all.length]
  if (!product) return 'no product'
  let state: ButtonState | undefined
  let kind = 'nothing'
  for (let at = 1; at < bytes.length; ) {
    const length = bytes[at] ?? 0
    const report = bytes.subarray(at + 1, at + 1 + length)
    const read = readReport(product, state, report)
    state = read.state
    kind = read.kind
    obeySize([decodeLights(product.lights, report), decodeGpio(product, report)], report.length)
    at += 1 + length
  }
  return `${product.id} ${kind} ${Math.min(state?.down.length ?? 0, 3)}`
}

function readReport(product: HidProduct, before: ButtonState | undefined, bytes: Uint8Array): { readonly state: ButtonState | undefined; readonly kind: string } {
  const { state, report } = readButtons(product, before, bytes)
  if (report.kind === 'other') {
    obey(state === before, 'an answer to another question presses and releases nothing')
    return { state, kind: report.kind }
  }
  const down = new Set(before?.down)
  if (report.kind === 'change') for (const name of report.up) obey(down.delete(name), 'only what is down comes up')
  for (const name of report.down) {
    obey(!down.has(name), 'only what is up goes down')
    down.add(name)
  }
  obey(same([...down].toSorted(), state?.down), 'presses and releases amount to the state')
  obey((state?.byReport.size ?? 0) <= product.reports.length, 'no more is remembered than the product has reports')
  obeySize(readSnapshot(product, bytes), bytes.length)
  return { state, kind: report.kind }
}
