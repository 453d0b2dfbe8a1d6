// node-hid as this folder uses it, loaded at the first opening.
import type { NativeHid, NativeHidLibrary } from './hid-open.ts'

export async function loadNodeHid(): Promise<NativeHidLibrary> {
  const { default: hid } = await import('node-hid')
  return { open: async (path) => patient(await hid.HIDAsync.open(path)) }
}

/**
 * node-hid begins to read a tick after `data` got its listener. A device that was closed before that makes it throw in that
 * tick, where nobody can catch it: the process would end. Seen with node-hid 3.4.0 in test/hil.
 */
function patient(device: NativeHid): NativeHid {
  return {
    write: (report) => device.write(report),
    sendFeatureReport: (report) => device.sendFeatureReport(report),
    getFeatureReport: (reportId, length) => device.getFeatureReport(reportId, length),
    close: async () => {
      await new Promise<void>((resolve) => void setImmediate(resolve))
      await device.close()
    },
    on: (event: 'data' | 'error', listener: (value: never) => void) => device.on(event as 'data', listener as (report: Buffer) => void),
  }
}
