// How a site file names a device on USB: what it is, and what tells it from its like. Source: reference/hid-consoles.md, section 5.
import { block, serialPath, text, usbId, usbPort, whole } from './fields.ts'

export const toTellApart = {
  serial: text().optional().describe('USB serial number, to tell two equal devices apart wherever they are plugged in. Most pedals have none.'),
  port: usbPort().optional().describe('USB port, to tell two equal devices apart by where they are plugged in, such as 1-1.4. A like device at another port is never taken instead.'),
}

const usbAdapter = block({
  vendorId: usbId(),
  productId: usbId(),
  ...toTellApart,
  interface: whole(0, 255).optional().describe('Of an adapter with several ports: which one, from 0.'),
})

/** Exactly one of both: cross-checks.ts. */
export const serialPlace = {
  path: serialPath().optional().describe('Either path or usb. Prefer /dev/serial/by-id/…: /dev/ttyUSB0 is whatever was plugged in first.'),
  usb: usbAdapter.optional().describe('Either path or usb: the adapter or radio itself, whatever its node is called.'),
}
