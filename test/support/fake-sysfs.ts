// A /sys and /dev made of plain files: devices are plugged in and pulled as the kernel would show it.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** A VEC pedal's collection: consumer page, programmable buttons. */
export const PEDAL_DESCRIPTOR = [0x05, 0x0c, 0x09, 0x03, 0xa1, 0x01, 0x05, 0x09, 0x19, 0x01, 0x29, 0x03, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x10, 0x81, 0x02, 0xc0]
export const KEYBOARD_DESCRIPTOR = [0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xc0]

export interface FakeUsbDevice {
  /** `1-1.4` */
  readonly port: string
  readonly usb: string
  readonly serial?: string
  readonly product?: string
}

export interface FakeHid extends FakeUsbDevice {
  readonly node: string
  readonly descriptor?: readonly number[]
  readonly interface?: number
}

export interface FakeSerial extends FakeUsbDevice {
  readonly node: string
  readonly interface?: number
}

export interface FakeSysfs {
  readonly root: string
  plugHid(device: FakeHid): Promise<void>
  plugSerial(device: FakeSerial): Promise<void>
  /** A UART of the mainboard; most machines list more of them than they have. */
  addBuiltIn(node: string, hasChip: boolean): Promise<void>
  unplug(node: string): Promise<void>
  remove(): Promise<void>
}

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, '0')

export async function createFakeSysfs(): Promise<FakeSysfs> {
  const root = await mkdtemp(join(tmpdir(), 'fake-sysfs-'))
  await mkdir(join(root, 'sys/class/hidraw'), { recursive: true })
  await mkdir(join(root, 'sys/class/tty'), { recursive: true })
  await mkdir(join(root, 'dev'), { recursive: true })
  let plugged = 0

  const put = async (folder: string, files: Readonly<Record<string, string | Uint8Array | undefined>>): Promise<void> => {
    await mkdir(folder, { recursive: true })
    for (const [name, content] of Object.entries(files)) if (content !== undefined) await writeFile(join(folder, name), content)
  }
  const enter = async (kind: string, node: string, device: string, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    const folder = join(root, 'sys/class', kind, node)
    await put(folder, more)
    await symlink(relative(folder, device), join(folder, 'device'))
    await writeFile(join(root, 'dev', node), '')
  }
  const usbFolder = async ({ port, usb, serial, product }: FakeUsbDevice): Promise<string> => {
    const [idVendor, idProduct] = usb.split(':')
    const hubs = port.split('.').slice(0, -1).map((_one, at, all) => all.slice(0, at + 1).join('.'))
    const folder = join(root, 'sys/devices/pci0000:00/0000:00:14.0', `usb${port.split('-')[0]}`, ...hubs, port)
    await put(folder, { idVendor: `${idVendor}\n`, idProduct: `${idProduct}\n`, serial: serial && `${serial}\n`, product: product && `${product}\n`, devnum: `${plugged}\n` })
    return folder
  }

  return {
    root,
    async plugHid(device) {
      plugged += 1
      const [vendor = '', product = ''] = device.usb.split(':').map((part) => part.toUpperCase())
      const folder = join(await usbFolder(device), `${device.port}:1.${device.interface ?? 0}`, `0003:${vendor}:${product}.${hex(plugged, 4)}`)
      await put(folder, {
        uevent: [`DRIVER=hid-generic`, `HID_ID=0003:0000${vendor}:0000${product}`, `HID_NAME=${device.product ?? 'Pedal'}`, `HID_PHYS=usb-0000:00:14.0/input0`, `HID_UNIQ=${device.serial ?? ''}`, ''].join('\n'),
        report_descriptor: Uint8Array.from(device.descriptor ?? PEDAL_DESCRIPTOR),
      })
      await enter('hidraw', device.node, folder)
    },
    async plugSerial(device) {
      plugged += 1
      const iface = join(await usbFolder(device), `${device.port}:1.${device.interface ?? 0}`)
      // A USB serial converter has a folder for its port; a modem (ACM) has not.
      const folder = device.node.startsWith('ttyUSB') ? join(iface, device.node) : iface
      await mkdir(folder, { recursive: true })
      await enter('tty', device.node, folder)
    },
    async addBuiltIn(node, hasChip) {
      const folder = join(root, 'sys/devices/platform/serial8250')
      await mkdir(folder, { recursive: true })
      await enter('tty', node, folder, { type: hasChip ? '4\n' : '0\n' })
    },
    async unplug(node) {
      for (const kind of ['hidraw', 'tty']) await rm(join(root, 'sys/class', kind, node), { recursive: true, force: true })
      await rm(join(root, 'dev', node), { force: true })
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}

