// What is plugged in and belongs to no device of the site file, with the driver that would fit. Pure.
import type { DeviceSighting } from '../../../../native/kit/device-identity.ts'
import { words, type Finding } from '../finding.ts'
import { placeOf } from './devices.ts'

/** A pedal, panel or interface of the device table. */
export interface KnownProduct {
  readonly id: string
  readonly label: string
  readonly driver: string
}

/**
 * @param claimed  paths that a device of the site file is
 * @param productOf  what the device table says of a HID device
 */
export function judgePlugged(sightings: readonly DeviceSighting[], claimed: ReadonlySet<string>, productOf: (sighting: DeviceSighting) => KnownProduct | undefined): readonly Finding[] {
  return sightings.filter(({ path }) => !claimed.has(path)).flatMap((sighting): readonly Finding[] => {
    const base = { id: `plugged.${sighting.path}`, title: words('doctor.plugged', { path: sighting.path }), state: 'warning' } as const
    const place = placeOf(sighting)
    if (sighting.bus === 'serial') {
      // A port that is soldered on is there in every machine: no news.
      if (sighting.vendorId === undefined) return []
      const name = [sighting.manufacturer, sighting.product].filter(Boolean).join(' ')
      return [{ ...base, detail: words('doctor.plugged.serial', { name: name === '' ? place : name, place }), cure: words('doctor.plugged.serial-cure', { path: sighting.path }) }]
    }
    const product = productOf(sighting)
    if (!product) return []
    return [{ ...base, detail: words('doctor.plugged.hid', { label: product.label, place }), cure: words('doctor.plugged.hid-cure', { driver: product.driver, product: product.id }) }]
  })
}
