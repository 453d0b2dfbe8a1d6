// The lines of the site file's devices, opened by the doctor itself as the console would open them: only where no console runs.
import type { Clock } from '../../../../native/kit/clock.ts'
import type { HidTransport, SerialTransport } from '../../../../native/kit/transport.ts'
import type { HidProduct } from '../../../../native/registry.ts'
import { createHidDevice } from '../../../../native/transport/hid-device.ts'
import { createSerialPort } from '../../../../native/transport/serial-port.ts'
import { createSimulatedHid } from '../../../../native/transport/simulated-hid.ts'
import { createTcpSerial } from '../../../../native/transport/tcp-serial.ts'
import type { SiteButtons, SiteRadio } from '../../../host/site/schema.ts'

export function openLine({ transport }: SiteRadio, clock: Clock): SerialTransport {
  switch (transport.kind) {
    case 'serial':
      return createSerialPort(transport, { clock })
    case 'tcp':
      return createTcpSerial(transport, { clock })
  }
}

export function openHid({ transport }: SiteButtons, { usage }: HidProduct, clock: Clock): HidTransport {
  switch (transport.kind) {
    case 'hid':
      return createHidDevice({
        vendorId: Number.parseInt(transport.vendorId, 16),
        productId: Number.parseInt(transport.productId, 16),
        ...(usage && { usage }),
        ...(transport.serial === undefined ? {} : { serial: transport.serial }),
      }, { clock })
    case 'simulated':
      return createSimulatedHid(transport, { clock })
  }
}
