// Opens what a site file calls a line that keys: a serial port or terminal server by its modem lines, a CM108 by a pin with
// a watchdog process beside it.
import type { KeyLine } from '../../../native/kit/key-line.ts'
import { KEY_LINES, outputsAtRest, unkeyReport, type InputWire, type ReportBit } from '../../../native/registry.ts'
import { createHidDevice } from '../../../native/transport/hid-device.ts'
import type { WatchdogDevice } from '../../../native/transport/ptt-watchdog/messages.ts'
import { createPttWatchdog } from '../../../native/transport/ptt-watchdog/watchdog.ts'
import { createRfc2217Serial } from '../../../native/transport/rfc2217/serial.ts'
import { createSerialPort } from '../../../native/transport/serial-port.ts'
import { createSimulatedHid } from '../../../native/transport/simulated-hid.ts'
import type { SiteKeyTransport } from '../site/types.ts'
import { adapterOf, usbOf, type SharedPorts } from './usb-names.ts'

/** No byte is sent on such a line; a port has to be opened at some rate all the same. */
const BAUD = 9_600

type ModemTransport = Extract<SiteKeyTransport, { kind: 'serial' | 'rfc2217' }>
type PinTransport = Exclude<SiteKeyTransport, ModemTransport>

/** @param owner  id of the device, for whoever finds its port taken */
export function openKeyLine(transport: SiteKeyTransport, owner: string, shared: SharedPorts): KeyLine {
  return transport.kind === 'serial' || transport.kind === 'rfc2217' ? openModemLines(transport, owner, shared) : openPin(transport, owner, shared)
}

function openModemLines(transport: ModemTransport, owner: string, shared: SharedPorts): KeyLine {
  const { clock } = shared
  const wires = { by: transport.keyBy, activeLow: transport.activeLow }
  // Un-keyed by the opening itself: what the kernel raises falls again before the port is handed to anybody.
  const outputs = outputsAtRest(wires)
  const line = transport.kind === 'serial'
    ? createSerialPort({ path: transport.path, usb: adapterOf(transport), baud: BAUD, outputs }, { ...shared, owner })
    : createRfc2217Serial({ host: transport.host, port: transport.port, baud: BAUD, outputs }, { clock })
  return KEY_LINES.modem({ clock, transport: line, wires, ...sensedBy<InputWire>(transport) })
}

function openPin(transport: PinTransport, owner: string, shared: SharedPorts): KeyLine {
  const { clock } = shared
  const { pin, activeLow } = transport
  const device = deviceOf(transport)
  const hid = device.kind === 'hid' ? createHidDevice(device.wanted, { ...shared, owner }) : createSimulatedHid(device, { clock })
  const guard = createPttWatchdog({ device, unkeyReport: unkeyReport({ pin, activeLow }) }, { clock })
  return KEY_LINES.cm108({ clock, transport: hid, guard, pin, activeLow, ...sensedBy<ReportBit>(transport) })
}

function deviceOf(transport: PinTransport): WatchdogDevice {
  if (transport.kind === 'simulated') return { kind: 'simulated', host: transport.host, port: transport.port }
  return { kind: 'hid', wanted: usbOf(transport) }
}

function sensedBy<Wire>(transport: { readonly carrier?: Wire | undefined; readonly readBack?: Wire | undefined }): { readonly carrier?: Wire; readonly readBack?: Wire } {
  const { carrier, readBack } = transport
  return { ...(carrier === undefined ? {} : { carrier }), ...(readBack === undefined ? {} : { readBack }) }
}
