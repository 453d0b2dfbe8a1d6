// What an open headset can do, by its own report descriptor or that of a device file, and whether that is what the site file wants.
import { failure } from '../kit/errors.ts'
import { parseHidDescriptor } from '../kit/hid-descriptor.ts'
import { fail, type Result } from '../kit/result.ts'
import type { HidTransport } from '../kit/transport.ts'
import { telephonyOf, unfitKey, type HeadsetLayout } from './telephony.ts'

export interface HeadsetWanted {
  /** Keys that the site file names, and those of them that transmit. */
  readonly keys: readonly string[]
  readonly transmit: readonly string[]
  /** From a device file, for a system that hands out no descriptor. */
  readonly descriptor?: Uint8Array | undefined
}

const NO_DESCRIPTOR = 'this system hands out no report descriptor: name a device file that has one (product: …, with "descriptor")'

/**
 * The device's own word goes before a file's: it knows its firmware.
 *
 * @returns LINK_UNSUPPORTED with what to do; LINK_TIMEOUT, LINK_CLOSED, WIRE_MALFORMED, WIRE_TOO_LONG
 */
export async function readLayout(transport: HidTransport, { keys, transmit, descriptor }: HeadsetWanted): Promise<Result<HeadsetLayout>> {
  const unsupported = (detail: string): Result<HeadsetLayout> => fail(failure('LINK_UNSUPPORTED', `${transport.name}: ${detail}`))
  const own = await transport.readDescriptor?.()
  const bytes = own?.ok ? own.value : descriptor
  if (!bytes) return own?.ok === false && own.error.code !== 'LINK_UNSUPPORTED' ? own : unsupported(NO_DESCRIPTOR)
  const parsed = parseHidDescriptor(bytes)
  if (!parsed.ok) return parsed
  const layout = telephonyOf(parsed.value)
  if (!layout.ok) return unsupported(layout.error.detail)
  const unfit = unfitKey(layout.value, keys, transmit)
  return unfit === undefined ? layout : unsupported(unfit)
}
