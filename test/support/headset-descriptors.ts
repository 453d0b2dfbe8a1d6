// Report descriptors of headsets: two of real devices, and two made for what those lack.
import { fromHex } from '../../native/kit/bytes.ts'
import { parseHidDescriptor } from '../../native/kit/hid-descriptor.ts'
import { telephonyOf, type HeadsetLayout } from '../../native/headset/index.ts'

const bytes = (hex: string): Uint8Array => fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array()

/** Plantronics Blackwire 3220: a report id for each lamp. Source: libusb/hidapi, windows/test/data. */
export const PLANTRONICS = bytes('050b0905a101850815002501092f75019501810609200921750195028122950581010508850909099501912295079101851709179501912295079101851809189501912295079101851e091e9501912295079101852009209501912295079101852a092a9501912295079101c0')
/** Anker PowerConf: hook and mute marked Constant, all lamps in one report. */
export const ANKER = bytes('050c0901a10185011500250109e909ea09e209cd09b509b609b309b7750195088142c0050b0905a1018502050b1500250109200997750195028123092f09210970095075019504810705080917090909180920092175019505912295039103c0')
/** Nothing but a cradle and a key, no lamp: hook 20 and flash 21, absolute, one unnumbered byte. */
export const HANDSET = bytes('050b 0904 a101 15002501 7501 0920 0921 9502 8102 9506 8101 c0')
/** Report 1: hook, flash, hold absolute, mute one-shot, in a child collection; off-hook, mute, hold lamps share report 1. */
export const HEADSET = bytes('050b 0905 a101 8501 15002501 7501 a102 0920 0921 0923 9503 8122 092f 9501 8106 c0 9504 8101 0508 0917 0909 0920 9503 9122 9505 9101 c0')
/** As HEADSET, with a mute key that tells how it stands. */
export const LEVEL_MUTE = bytes('050b 0905 a101 8501 15002501 7501 0920 0921 0923 092f 9504 8122 9504 8101 0508 0917 0909 0920 9503 9122 9505 9101 c0')
/** Hook and off-hook in report 1, flash and a rejecting button (09/07) in report 2, with a Constant button beside it that is filling. */
export const TWO_REPORTS = bytes('050b 0905 a101 15002501 7501 8501 0920 9501 8122 9507 8101 8502 0921 9501 8122 0509 0907 8122 0908 8103 9505 8101 8501 0508 0917 9501 9122 9507 9101 c0')
/** Mute and hook as two-bit buttons on (1) and off (-1). */
export const ON_OFF = bytes('050b 0905 a101 8501 15ff2501 7502 0920 092f 9502 8126 7504 9501 8101 15002501 7501 0508 0917 0909 9502 9122 9506 9101 c0')

export function layoutOfHeadset(descriptor: Uint8Array): HeadsetLayout {
  const parsed = parseHidDescriptor(descriptor)
  if (!parsed.ok) throw new Error(parsed.error.detail)
  const layout = telephonyOf(parsed.value)
  if (!layout.ok) throw new Error(layout.error.detail)
  return layout.value
}
