// Stands in for node-hid, serialport and usb in a device child: `node --import` this file. HID_LIBRARY=wedged never answers,
// as the real one does not while a device hangs; anything else lists one pedal and one port. USB_LIBRARY=broken throws where
// nobody can catch it, as the real one does on a machine without USB.
import { registerHooks } from 'node:module'

const wedged = process.env['HID_LIBRARY'] === 'wedged'
const NEVER = 'new Promise(() => setInterval(() => {}, 60000))'
const PEDAL = `[{ vendorId: 0x05f3, productId: 0x00ff, path: '/dev/hidraw0', usagePage: 0x0c, usage: 3, interface: 0, release: 0 }]`

const LIBRARIES: Readonly<Record<string, string>> = {
  'node-hid': `export default {
    devicesAsync: async () => ${wedged ? NEVER : PEDAL},
    HIDAsync: { open: async (path) => { if (path === '/dev/wedged') await ${NEVER}; if (path === '/dev/denied') throw new Error('denied'); return { close: async () => {} } } },
  }`,
  serialport: `export const SerialPort = { list: async () => [{ path: 'COM3', vendorId: '0403', productId: '6001', serialNumber: 'FT1' }] }`,
  usb: process.env['USB_LIBRARY'] === 'broken' ? `export const usb = { addEventListener: () => { setTimeout(() => { throw new Error('no usb') }, 0) } }` : `export const usb = { addEventListener: (name, run) => { if (name === 'connect') setTimeout(() => run({ device: { vendorId: 0x05f3, productId: 0x00ff, productName: 'VEC Pedal' } }), 20) } }`,
}

registerHooks({
  resolve(specifier, context, next) {
    const source = LIBRARIES[specifier]
    return source === undefined ? next(specifier, context) : { url: `data:text/javascript,${encodeURIComponent(source)}`, format: 'module', shortCircuit: true }
  },
})
