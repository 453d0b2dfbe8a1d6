// node-hid as this folder uses it, loaded at the first opening.
import type { HidEntry } from './hid-choice.ts'
import type { NativeHid, NativeHidLibrary } from './hid-device.ts'

export async function loadNodeHid(): Promise<NativeHidLibrary> {
  const { default: hid } = await import('node-hid')
  return {
    list: (vendorId, productId): Promise<readonly HidEntry[]> => hid.devicesAsync(vendorId, productId),
    open: async (path) => patient(await hid.HIDAsync.open(path)),
  }
}

/**
 * node-hid begins to read a tick after `data` got its listener. A device that was closed before that makes it throw in that
 * tick, where nobody can catch it: the process would end. Seen with node-hid 3.4.0 in test/hil.
 */
function patient(device: NativeHid): NativeHid {
  const close = device.close.bind(device)
  return Object.assign(device, {
    close: async () => {
      await new Promise<void>((resolve) => void setImmediate(resolve))
      await close()
    },
  })
}
