// Finds the devices of the site file among what is plugged in, and who may use them. Opens nothing.
import { realpath } from 'node:fs/promises'
import { chooseDevice, type DeviceSighting, type WantedDevice } from '../../../../native/kit/device-identity.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { HidProduct } from '../../../../native/registry.ts'
import type { SiteDevice } from '../../../host/site/schema.ts'
import type { DeviceLook } from '../judge/devices.ts'
import { nodeFacts } from './node-facts.ts'

export interface Plugged {
  readonly sightings: readonly DeviceSighting[]
  /** Absent: the system could be looked through. */
  readonly trouble?: Result<never>
}

export async function lookAt(device: SiteDevice, product: HidProduct | undefined, plugged: Plugged): Promise<DeviceLook> {
  const { transport } = device
  const base = { id: device.id, label: device.label, driver: device.driver, required: device.required }
  switch (transport.kind) {
    case 'serial': {
      const found = await findPort(transport.path, plugged)
      return withNode({ ...base, line: transport.path, bus: 'serial', found })
    }
    case 'hid': {
      const wanted: WantedDevice = {
        bus: 'hid',
        vendorId: Number.parseInt(transport.vendorId, 16),
        productId: Number.parseInt(transport.productId, 16),
        ...(product?.usage ? { usage: product.usage } : {}),
        ...(transport.serial === undefined ? {} : { serial: transport.serial }),
      }
      const chosen = chooseDevice(wanted, plugged.sightings)
      const found = chosen.ok ? ok({ path: chosen.value.path, sighting: chosen.value }) : plugged.trouble ?? chosen
      return withNode({ ...base, line: `hid://${transport.vendorId}:${transport.productId}`, bus: 'hid', found })
    }
    case 'tcp': {
      const line = `tcp://${transport.host}:${transport.port}`
      return { ...base, line, bus: 'network', found: ok({ path: line }) }
    }
    case 'simulated': {
      const line = `sim://${transport.host}:${transport.port}`
      return { ...base, line, bus: 'network', found: ok({ path: line }) }
    }
  }
}

async function findPort(path: string, { sightings }: Plugged): Promise<DeviceLook['found']> {
  // A COM port has no file.
  const real = path.startsWith('/') ? await realpath(path).catch(() => undefined) : path
  if (real === undefined) return fail(failure('LINK_MISSING', path))
  const sighting = sightings.find((one) => one.path === real)
  return ok({ path: real, ...(sighting ? { sighting } : {}) })
}

async function withNode(look: DeviceLook): Promise<DeviceLook> {
  const node = look.found.ok && look.found.value.path.startsWith('/') ? await nodeFacts(look.found.value.path) : undefined
  return node ? { ...look, node } : look
}
