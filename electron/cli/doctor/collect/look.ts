// Finds the devices of the site file among what is plugged in, and who may use them. Opens nothing.
import { realpath } from 'node:fs/promises'
import { chooseDevice, deviceName, type DeviceSighting } from '../../../../native/kit/device-identity.ts'
import { failure, type Failure } from '../../../../native/kit/errors.ts'
import { fail, ok } from '../../../../native/kit/result.ts'
import type { HidProduct } from '../../../../native/registry.ts'
import { wantedOf } from '../../../host/devices/device-lines.ts'
import type { SiteDevice } from '../../../host/site/schema.ts'
import type { DeviceLook } from '../judge/devices.ts'
import { nodeFacts } from './node-facts.ts'

export interface Plugged {
  readonly sightings: readonly DeviceSighting[]
  /** Why nothing, or not everything, could be seen. */
  readonly trouble?: Failure
}

export async function lookAt(device: SiteDevice, product: HidProduct | undefined, plugged: Plugged): Promise<DeviceLook> {
  const base = { id: device.id, label: device.label, driver: device.driver, required: device.required }
  const wanted = wantedOf(device, product)
  if (!wanted) {
    const line = networkLine(device)
    return { ...base, line, bus: 'network', found: ok({ path: line }) }
  }
  if (!('bus' in wanted)) return withNode({ ...base, line: wanted.path, bus: 'serial', found: await findPort(wanted.path, plugged) })
  const chosen = chooseDevice(wanted, plugged.sightings)
  // Which of several bears the number that the file names is known to whoever opens and asks them.
  if (wanted.unitId !== undefined && !chosen.ok && chosen.error.code === 'LINK_AMBIGUOUS') return { ...base, line: deviceName(wanted), bus: wanted.bus, found: ok({ path: deviceName(wanted) }) }
  const found = chosen.ok ? ok({ path: chosen.value.path, sighting: chosen.value }) : plugged.trouble ? fail(plugged.trouble) : chosen
  return withNode({ ...base, line: deviceName(wanted), bus: wanted.bus, found })
}

function networkLine({ transport }: SiteDevice): string {
  const scheme = transport.kind === 'simulated' ? 'sim' : transport.kind
  return 'host' in transport ? `${scheme}://${transport.host}:${transport.port}` : scheme
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
