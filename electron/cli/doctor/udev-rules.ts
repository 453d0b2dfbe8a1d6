// The udev rules that let a console use its hardware and keep others away from it, made from the device table and the list
// of serial adapters. Pure. Source: reference/hid-consoles.md, section 5; udev(7).
// The file must sort before 73-seat-late.rules, which gives the person at the desk what is tagged `uaccess`.

export const RULES_FILE = '70-achterwacht.rules'

export interface RuledProduct {
  readonly label: string
  /** Product 0: every product of the maker. `productMask`: the bits of the product that count. */
  readonly usb: readonly { readonly vendorId: number; readonly productId: number; readonly productMask: number }[]
}

export interface Adapters {
  /** Serial adapters that key radios, and radios with a port of their own. */
  readonly serial: readonly { readonly vendor: string; readonly product?: string | undefined; readonly label: string }[]
  /** Makers of headsets, which have no device file: they are read by their own descriptor. */
  readonly headsets: readonly { readonly vendor: string; readonly label: string }[]
  /** Devices whose buttons the desktop must not take. */
  readonly quiet: readonly { readonly vendor: string; readonly product?: string | undefined; readonly why: string }[]
}

const EVERY_PRODUCT = 0
const DIGITS = 4

export function udevRules(products: readonly RuledProduct[], adapters: Adapters): string {
  const lines = [
    '# Achterwacht: pedals, key panels and radio interfaces for the person at the desk. Made from the device table; do not edit.',
    '# Install: achterwacht doctor --install-rules',
    'ACTION=="remove", GOTO="achterwacht_end"',
    '',
    '# Pedals, panels and headsets: raw reports only, each named; nothing here opens a keyboard or a mouse.',
    ...[...products, ...adapters.headsets.map(wholeMaker)].toSorted((one, other) => compare(one.label, other.label)).flatMap(hidLines),
    '',
    '# Their buttons are not for the desktop.',
    // udev knows comments on lines of their own only.
    ...adapters.quiet.flatMap(({ vendor, product, why }) => [`# ${why}`, `SUBSYSTEM=="input", ${usbMatch(vendor, product)}, ENV{LIBINPUT_IGNORE_DEVICE}="1"`]),
    '',
    '# Serial lines of radios: no modem probing, which toggles lines and would key a transmitter.',
    ...adapters.serial.flatMap(serialLines),
    '',
    'LABEL="achterwacht_end"',
  ]
  return `${lines.join('\n')}\n`
}

const wholeMaker = ({ vendor, label }: Adapters['headsets'][number]): RuledProduct => ({ label, usb: [{ vendorId: Number.parseInt(vendor, 16), productId: EVERY_PRODUCT, productMask: 0xff_ff }] })

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function usbMatch(vendor: string, product?: string): string {
  return `ATTRS{idVendor}=="${vendor}"${product === undefined ? '' : `, ATTRS{idProduct}=="${product}"`}`
}

function hidLines({ label, usb }: RuledProduct): readonly string[] {
  const byVendor = Map.groupBy(usb, (id) => id.vendorId)
  return [
    `# ${label}`,
    ...[...byVendor].map(([vendor, ids]) => {
      const match = ids.some((id) => id.productId === EVERY_PRODUCT) ? usbMatch(hex(vendor)) : usbMatch(hex(vendor), ids.map(productPattern).toSorted(compare).join('|'))
      return `SUBSYSTEM=="hidraw", ${match}, MODE="0660", GROUP="plugdev", TAG+="uaccess"`
    }),
  ]
}

const hex = (id: number): string => id.toString(16).padStart(DIGITS, '0')

/** `00??` where the last two digits do not count. */
function productPattern({ productId, productMask }: RuledProduct['usb'][number]): string {
  const mask = hex(productMask)
  return [...hex(productId)].map((digit, at) => (mask[at] === 'f' ? digit : '?')).join('')
}

/** ModemManager decides by the USB device, not by its port; the port is named too, for devices that are told port by port. */
function serialLines({ vendor, product, label }: Adapters['serial'][number]): readonly string[] {
  const match = usbMatch(vendor, product)
  return [
    `# ${label}`,
    `SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ${match}, ENV{ID_MM_DEVICE_IGNORE}="1"`,
    `SUBSYSTEM=="tty", ${match}, ENV{ID_MM_PORT_IGNORE}="1", MODE="0660", GROUP="dialout", TAG+="uaccess"`,
  ]
}
