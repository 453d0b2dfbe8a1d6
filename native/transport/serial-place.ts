// From what the site file says of a serial port to the node that is opened, held for one owner.
import { chooseDevice, deviceName, type DeviceSighting, type WantedDevice } from '../kit/device-identity.ts'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { unseen, type DeviceView } from './device-scan/view.ts'
import type { PortClaims } from './port-claims.ts'

/** Exactly one of both. */
export interface SerialPlace {
  /** `/dev/serial/by-id/…`, `/dev/ttyUSB0`, `COM3`. */
  readonly path?: string | undefined
  /** What is plugged in, wherever its node is. */
  readonly usb?: Omit<WantedDevice, 'bus' | 'usage' | 'unitId'> | undefined
}

export interface PlaceParts {
  readonly view: DeviceView
  readonly claims: PortClaims
  /** What people call this device, for whoever finds its port taken. */
  readonly owner: string
  /** The node behind a path. */
  readonly realNode: (path: string) => Promise<string>
}

export interface HeldPlace {
  /** As it is opened and told. */
  readonly path: string
  /** The node itself, behind any link. */
  readonly node: string
  readonly giveBack: () => void
  /** Whether what was opened is what was meant; a path that the site file names is always that. */
  readonly isStill: () => Promise<boolean>
}

/** @returns LINK_MISSING, LINK_AMBIGUOUS, LINK_BUSY when another device of this console has it */
export type FindPlace = () => Promise<Result<HeldPlace>>

export const placeName = ({ path, usb }: SerialPlace): string => path ?? (usb ? deviceName({ ...usb, bus: 'serial' }) : '')

export function createPlaceFinder(place: SerialPlace, { view, claims, owner, realNode }: PlaceParts): FindPlace {
  const hold = async (path: string, isStill: HeldPlace['isStill']): Promise<Result<HeldPlace>> => {
    const node = await realNode(path)
    const claimed = claims.claim(node, owner)
    return claimed.ok ? ok({ path, node, giveBack: claimed.value, isStill }) : claimed
  }
  return async () => {
    if (place.path !== undefined) return hold(place.path, async () => true)
    if (!place.usb) return fail(failure('LINK_MISSING', 'no port is named'))
    const seen = await view.look()
    if (!seen.ok) return seen
    const chosen: Result<DeviceSighting> = chooseDevice({ ...place.usb, bus: 'serial' }, seen.value)
    return chosen.ok ? hold(chosen.value.path, () => view.isStill(chosen.value)) : fail(unseen(chosen.error, view))
  }
}
