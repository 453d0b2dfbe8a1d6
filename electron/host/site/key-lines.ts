// Lines that key a set or draw a relay, in the site file: over what, by which wire, and which wires tell back.
// Source: reference/hid-consoles.md sections 1.4 and 4.
import { z } from 'zod'
import { block, chosenBy, host, oneOf, port, usbId, whole, yesNo } from './fields.ts'
import { serialPlace, toTellApart } from './usb-fields.ts'

const activeLow = yesNo().default(false).describe('The wire means yes while it is low.')

const modemInput = block({ input: oneOf(['cts', 'dsr', 'dcd']), activeLow })
const reportInput = block({
  byte: whole(0, 3).describe('Byte of the input report, from 0: 0 holds the volume keys, 1 the GPIO pins.'),
  bit: whole(0, 7).describe('Bit of that byte, from 0.'),
  activeLow,
})

const keyed = {
  keyBy: oneOf(['rts', 'dtr', 'rts-not-dtr']).describe('rts-not-dtr: RTS high while DTR is low. Opening a port raises both, so only this one is never keyed by an opening.'),
  activeLow: yesNo().default(false).describe('Keyed while the wire is low. A closed port then keys: only for a set with a time-out of its own.'),
}
const pinned = {
  pin: z.literal([1, 2, 3, 4], { error: 'words:1,2,3,4' }).default(3).describe('GPIO pin that keys. Nearly all products use 3, AllStar wiring 4.'),
  activeLow: keyed.activeLow,
}
const serial = { kind: z.literal('serial'), ...serialPlace, ...keyed }
const rfc2217 = { kind: z.literal('rfc2217').describe('A port of a terminal server that speaks RFC 2217.'), host: host(), port: port(), ...keyed }
const cm108 = { kind: z.literal('cm108').describe('A USB radio interface with a CM108 family chip.'), vendorId: usbId(), productId: usbId(), ...toTellApart, ...pinned }
const simulated = { kind: z.literal('simulated').describe('A simulated CM108.'), host: host(), port: port(), ...pinned }

const maySense = { carrier: modemInput.optional(), readBack: modemInput.optional() }
const mayReport = { carrier: reportInput.optional(), readBack: reportInput.optional() }

export const radioKeyLine = z.discriminatedUnion('kind', [
  block({ ...serial, ...maySense }),
  block({ ...rfc2217, ...maySense }),
  block({ ...cm108, ...mayReport }),
  block({ ...simulated, ...mayReport }),
], chosenBy('kind'))

/** A relay whose position is not read back is none: its pedal could be anybody's. */
export const relayKeyLine = z.discriminatedUnion('kind', [
  block({ ...serial, readBack: modemInput }),
  block({ ...rfc2217, readBack: modemInput }),
  block({ ...cm108, readBack: reportInput }),
  block({ ...simulated, readBack: reportInput }),
], chosenBy('kind'))
