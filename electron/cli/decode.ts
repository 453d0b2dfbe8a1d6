// achterwacht decode pei | decode hid: lines in, one JSON object out for each. Format: FORMATS, "decode".
export const DECODE_HID_USAGE = 'decode hid --device VID:PID [--usage-page N] [--descriptor HEX] [--direction in|out]'

const WRONG_USE = 2
const MOST_ERRORS = 100 // FORMATS: the exit code is the number of errors, at most this

type Say = (line: string) => void

/** @returns the number of lines that were not understood, at most 100; 2 also for wrong use, with the usage lines on `err` */
export async function decodeCommand([what, ...argv]: readonly string[], lines: () => AsyncIterable<string>, out: Say, err: Say): Promise<number> {
  if (what === 'pei' && argv.length === 0) {
    const { decodePei } = await import('./decode-pei.ts')
    return Math.min(await decodePei(lines(), out), MOST_ERRORS)
  }
  const { decodeHid, readDecodeHidOptions } = await import('./decode-hid.ts')
  const options = what === 'hid' ? readDecodeHidOptions(argv) : undefined
  if (!options) {
    err(`usage: decode pei\n       ${DECODE_HID_USAGE}`)
    return WRONG_USE
  }
  const { createDeviceFiles, deliveredDevices } = await import('../host/site/device-table/device-files.ts')
  return Math.min(await decodeHid(options, createDeviceFiles([deliveredDevices()]), lines(), out), MOST_ERRORS)
}
