// A device of the site file against its product: there is a file for it, its USB identity is of it, its inputs exist.
import { inputNames, isOfProduct, isOneShot, type HidProduct } from '../../../native/registry.ts'
import type { DeviceOutline } from './outline.ts'
import type { Complaint, Finding, SitePath } from './problems.ts'
import { suggest } from './suggest.ts'

export interface SiteProducts {
  /** Every product there is a file for. */
  readonly ids: () => readonly string[]
  /** `unreadable`: there is a file, and its own mistakes are told elsewhere. */
  readonly find: (id: string) => HidProduct | 'unreadable' | undefined
}

const at = (path: SitePath, complaint: Complaint): Finding => ({ path, at: 'value', complaint })

export function checkProduct(device: DeviceOutline, products: SiteProducts): Finding[] {
  if (!device.product) return []
  const { path, value: id } = device.product
  const product = products.find(id)
  if (product === 'unreadable') return []
  if (product === undefined) {
    const options = products.ids()
    const suggestion = suggest(id, options)
    return [at(path, { code: 'unknown-reference', to: 'product', value: id, options, ...(suggestion && { suggestion }) })]
  }
  return [...checkIdentity(device, product), ...checkUnit(device, product), ...checkButtons(device, product)]
}

const hex = (id: number): string => id.toString(16).padStart(4, '0')
const ANY = /00$/

/** Read by another product's table a pedal would key by its unit number: this must not pass. */
function checkIdentity({ transport }: DeviceOutline, product: HidProduct): Finding[] {
  const { kind, vendorId, productId } = transport.fields
  if (kind !== 'hid' || typeof vendorId !== 'string' || typeof productId !== 'string') return []
  if (isOfProduct(product, Number.parseInt(vendorId, 16), Number.parseInt(productId, 16))) return []
  const options = product.usb.map((usb) => `${hex(usb.vendorId)}:${usb.productMask === 0xff_ff ? hex(usb.productId) : hex(usb.productId).replace(ANY, 'xx')}`)
  return [at([...transport.path, 'productId'], { code: 'product-mismatch', product: product.id, usb: `${vendorId}:${productId}`, options })]
}

/** Asked of a device that has none, it would tell nothing apart. */
function checkUnit({ transport }: DeviceOutline, product: HidProduct): Finding[] {
  if (transport.fields['kind'] !== 'hid' || transport.fields['unitId'] === undefined || product.unitIdByte !== undefined) return []
  return [{ path: [...transport.path, 'unitId'], at: 'key', complaint: { code: 'no-unit-number', product: product.id } }]
}

function checkButtons(device: DeviceOutline, product: HidProduct): Finding[] {
  const inputs = inputNames(product)
  const findings: Finding[] = []
  // A headset has use without a key: its mute is told.
  if (device.driver !== 'headset' && device.buttons?.length === 0) {
    findings.push(at([...device.path, 'buttons'], { code: 'wrong-value', found: '{}', kind: 'buttons' }))
  }
  for (const { path, value: input } of device.buttons ?? []) {
    if (inputs.includes(input)) continue
    const suggestion = suggest(input, inputs)
    findings.push({ path, at: 'key', complaint: { code: 'unknown-input', input, options: inputs, ...(suggestion && { suggestion }) } })
  }
  return [...findings, ...checkTransmitKeys(device, product, inputs)]
}

/** Let go of at once by the driver, such a key would put a click on the air and no word. */
function checkTransmitKeys({ meanings }: DeviceOutline, product: HidProduct, inputs: readonly string[]): Finding[] {
  const options = inputs.filter((input) => !isOneShot(product, input))
  return meanings.flatMap(({ path, value }) => {
    const input = String(path.at(-1))
    return value === 'ptt' && isOneShot(product, input) ? [at(path, { code: 'no-release', input, options })] : []
  })
}
