// The two tests that need a person: a foot on the pedal, and a word that a radio may be keyed. Each only when asked by name.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import { BUTTON_DRIVERS, RADIO_DRIVERS, type HidProduct } from '../../../native/registry.ts'
import { causeText } from '../../../native/transport/bounded.ts'
import { createCallMemory } from '../../host/devices/call-memory.ts'
import type { DeviceLines } from '../../host/devices/device-lines.ts'
import { takeSiteLock, type SiteLock } from '../../host/ledger/site-lock.ts'
import type { Site, SiteDevice, SiteRadio } from '../../host/site/schema.ts'
import type { Text } from '../terminal/text.ts'
import { contextOf } from './examine.ts'
import { words, type Finding } from './finding.ts'
import { keyTest } from './key-test.ts'
import type { Person } from './person.ts'
import { pressTest } from './press-test.ts'
import type { Asked } from './usage.ts'

export interface GuidedDeps {
  readonly clock: Clock
  readonly text: Text
  readonly site: Site
  readonly products: ReadonlyMap<string, HidProduct>
  readonly lines: DeviceLines
  readonly isInService: boolean
  readonly openPerson: () => Person | undefined
}

export async function guidedTests(id: string, asked: Asked, deps: GuidedDeps): Promise<readonly Finding[]> {
  const device = deps.site.devices.find((one) => one.id === id)
  if (!device || (asked.pressTest !== id && asked.keyTest !== id)) return []
  const person = deps.openPerson()
  try {
    return [...(asked.pressTest === id ? [await press(device, person, deps)] : []), ...(asked.keyTest === id ? [await key(device, person, asked, deps)] : [])]
  } finally {
    person?.leave()
  }
}

const notOfThisKind = (device: SiteDevice): Finding =>
  ({ id: `device.${device.id}.guided`, state: 'unknown', title: words('doctor.guided', { label: device.label }), detail: words('doctor.guided.other', { driver: device.driver }) })

async function press(device: SiteDevice, person: Person | undefined, { clock, text, products, lines, isInService }: GuidedDeps): Promise<Finding> {
  const product = device.driver === 'hid-buttons' ? products.get(device.product) : undefined
  if (device.driver !== 'hid-buttons' || !product) return notOfThisKind(device)
  const openButtons = () => BUTTON_DRIVERS['hid-buttons']({ clock, transport: lines.openHid(device, product), product })
  return pressTest({ clock, text, person, isInService, id: device.id, label: device.label, openButtons })
}

async function key(device: SiteDevice, person: Person | undefined, asked: Asked, deps: GuidedDeps): Promise<Finding> {
  if (device.driver !== 'tetra-pei') return notOfThisKind(device)
  const { clock, text, site } = deps
  const folder = site.ledger.folder ?? join(asked.data, 'ledger')
  // Held while the test lasts: no console can take this position into service meanwhile.
  const lock = deps.isInService ? undefined : lockPosition(folder)
  try {
    return await keyTest({
      clock,
      text,
      person,
      mode: site.mode,
      outOfService: deps.isInService ? 'no' : lock?.ok ? 'yes' : 'unsure',
      context: contextOf(device, site),
      openRadio: () => openRadio(device, asked.data, deps),
    })
  } finally {
    if (lock?.ok) lock.value.release()
  }
}

/** A folder that cannot be made is no lock either, and without a lock nothing is keyed. */
function lockPosition(folder: string): Result<SiteLock> {
  try {
    mkdirSync(folder, { recursive: true })
    return takeSiteLock(folder)
  } catch (cause) {
    return fail(failure('STORE_READONLY', causeText(cause)))
  }
}

function openRadio(device: SiteRadio, data: string, { clock, site, lines }: GuidedDeps) {
  return RADIO_DRIVERS['tetra-pei']({
    clock,
    transport: lines.openLine(device.transport, device.id),
    access: 'full',
    // The console's own memory: should this end in the middle, the next console hangs up before anything else.
    memory: createCallMemory(join(data, 'calls'), device.id, () => {}),
    floor: { grantMs: site.settings.grantMs, queueMs: site.settings.queueMs },
  })
}
