// From what the site file says of a device to the line it is reached by. All devices of one console share what must be
// shared: the picture of what is plugged in, who has which port, and the turn to open.
import type { Arrivals } from '../../../native/kit/arrivals.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import type { WantedDevice } from '../../../native/kit/device-identity.ts'
import type { KeyLine } from '../../../native/kit/key-line.ts'
import type { HidTransport, SerialTransport } from '../../../native/kit/transport.ts'
import type { HidProduct } from '../../../native/registry.ts'
import type { DeviceScanner } from '../../../native/transport/device-scan/create-scan.ts'
import type { DeviceWatch } from '../../../native/transport/device-watch.ts'
import { createHidDevice } from '../../../native/transport/hid-device.ts'
import { createOpenTurns, createShellTrial } from '../../../native/transport/open-turns.ts'
import { createPortClaims } from '../../../native/transport/port-claims.ts'
import { createRfc2217Serial } from '../../../native/transport/rfc2217/serial.ts'
import { createSerialPort } from '../../../native/transport/serial-port.ts'
import { createSimulatedHid } from '../../../native/transport/simulated-hid.ts'
import { createTcpSerial } from '../../../native/transport/tcp-serial.ts'
import type { SiteButtons, SiteDevice, SiteHeadset, SiteKeyTransport, SiteRadio, SiteSenseTransport } from '../site/types.ts'
import { openKeyLine } from './key-lines.ts'
import { adapterOf, hidOf, usbOf, type SharedPorts } from './usb-names.ts'

export interface DeviceLines {
  readonly openLine: (transport: SiteRadio['transport'], owner: string) => SerialTransport
  readonly openHid: (device: SiteButtons | SiteHeadset, product: HidProduct | undefined) => HidTransport
  readonly openKeyLine: (transport: SiteKeyTransport, owner: string) => KeyLine
  readonly openSenseLine: (transport: SiteSenseTransport, owner: string) => SerialTransport
  /** Undefined for a device that cannot be plugged in here. */
  readonly arrivalsOf: (device: SiteDevice) => Arrivals | undefined
}

export interface DeviceLinesDeps {
  readonly clock: Clock
  readonly watch: DeviceWatch
  readonly scanner: DeviceScanner
}

export function createDeviceLines({ clock, watch, scanner }: DeviceLinesDeps): DeviceLines {
  const shared: SharedPorts = {
    clock,
    view: watch,
    claims: createPortClaims(),
    turns: createOpenTurns({ clock, tryOpen: scanner.child?.tryOpen ?? createShellTrial(clock) }),
  }
  return {
    openLine: (transport, owner) => {
      switch (transport.kind) {
        case 'serial':
          return createSerialPort({ ...transport, usb: adapterOf(transport) }, { ...shared, owner })
        case 'tcp':
          return createTcpSerial(transport, { clock })
        case 'rfc2217':
          return createRfc2217Serial(transport, { clock })
      }
    },
    openHid: ({ id, transport }, product) => {
      switch (transport.kind) {
        case 'hid':
          return createHidDevice(hidOf(transport, product), { ...shared, owner: id })
        case 'simulated':
          return createSimulatedHid(transport, { clock })
      }
    },
    openSenseLine: (transport, owner) => openSenseLine(transport, owner, shared),
    openKeyLine: (transport, owner) => openKeyLine(transport, owner, shared),
    arrivalsOf: (device) => {
      const wanted = wantedOf(device)
      return wanted && watch.arrivalsOf(wanted)
    },
  }
}

/** Both outputs low: whatever hangs on them is not ours to feed or key. The speed is of no account where no byte goes. */
function openSenseLine(transport: SiteSenseTransport, owner: string, shared: SharedPorts): SerialTransport {
  const outputs = { rts: false, dtr: false }
  return transport.kind === 'serial'
    ? createSerialPort({ path: transport.path, usb: adapterOf(transport), baud: SENSE_BAUD, outputs }, { ...shared, owner })
    : createRfc2217Serial({ ...transport, baud: SENSE_BAUD, outputs }, { clock: shared.clock })
}

const SENSE_BAUD = 9_600

/** What the site file says of a device that is plugged in here; a port that is named by its path is looked for by that. */
export function wantedOf({ transport }: SiteDevice, product?: HidProduct): WantedDevice | { readonly path: string } | undefined {
  switch (transport.kind) {
    case 'serial': {
      const usb = adapterOf(transport)
      return usb ? { ...usb, bus: 'serial' } : { path: transport.path ?? '' }
    }
    case 'hid':
      return { ...hidOf(transport, product), bus: 'hid' }
    case 'cm108':
      return { ...usbOf(transport), bus: 'hid' }
    default:
      return undefined
  }
}
