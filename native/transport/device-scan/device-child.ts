// The process that asks node-hid, serialport and usb what is plugged in: one wedged device holds the first up for ever, and
// the last would end the host when it fails. Started by child-process.ts or a shell, never imported.
// Source: reference/hid-consoles.md section 3; usb 3.1, dist/index.js (its errors are thrown from a timer).
import { causeText } from '../bounded.ts'
import type { FromChild, ToChild } from './child-protocol.ts'
import type { ListedHid, ListedSerial } from './listed.ts'

/** `process.parentPort` in an Electron utility process. */
interface ParentPort {
  postMessage(message: FromChild): void
  on(event: 'message', listener: (message: { readonly data: ToChild }) => void): void
}

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort }
const tell = (message: FromChild): void => {
  if (parentPort) parentPort.postMessage(message)
  else if (process.connected) process.send?.(message)
}

async function listHid(): Promise<readonly ListedHid[]> {
  const { default: hid } = await import('node-hid')
  return hid.devicesAsync()
}

async function listSerial(): Promise<readonly ListedSerial[]> {
  const { SerialPort } = await import('serialport')
  return SerialPort.list()
}

async function tryOpen(path: string): Promise<void> {
  const { default: hid } = await import('node-hid')
  const device = await hid.HIDAsync.open(path)
  await device.close()
}

function receive(message: ToChild): void {
  const { id } = message
  // Why a trial did not open is told by the real opening, which comes next.
  if (message.ask === 'try') return void tryOpen(message.path).catch(() => undefined).then(() => tell({ tell: 'tried', id }))
  const failed = (cause: unknown): void => tell({ tell: 'failed', id, detail: causeText(cause) })
  listHid().then((listed) => tell({ tell: 'hid', id, listed }), failed)
  listSerial().then((listed) => tell({ tell: 'serial', id, listed }), failed)
}

async function watchUsb(): Promise<void> {
  try {
    const { usb } = await import('usb')
    usb.addEventListener('connect', ({ device }) => {
      tell({ tell: 'changed', what: `${hex(device.vendorId)}:${hex(device.productId)}${device.productName ? ` ${device.productName}` : ''}` })
    })
    usb.addEventListener('disconnect', () => tell({ tell: 'changed' }))
    tell({ tell: 'events', work: true })
  } catch {
    tell({ tell: 'events', work: false })
  }
}

const hex = (id: number): string => id.toString(16).padStart(4, '0')

// All else is caught: what comes here is the usb library, which throws where nobody can catch it when it finds no USB.
process.on('uncaughtException', () => tell({ tell: 'events', work: false }))
if (parentPort) parentPort.on('message', ({ data }) => receive(data))
else {
  process.on('message', (message: ToChild) => receive(message))
  process.on('disconnect', () => process.exit(0))
}
void watchUsb()
