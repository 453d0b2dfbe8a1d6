// Our HID port as @elgato-stream-deck/core wants its device. Feature reports pass; pictures are caught, so that the console
// writes them at its own pace and knows what the device took.
import type { HIDDevice } from '@elgato-stream-deck/core'
import type { HidTransport } from '../kit/transport.ts'

export interface DeckPort {
  readonly device: HIDDevice
  /** The reports that the library writes while `act` runs. One at a time. */
  capture(act: () => Promise<void>): Promise<readonly Uint8Array[]>
}

export function createDeckPort(transport: Pick<HidTransport, 'sendFeature' | 'getFeature'>): DeckPort {
  let caught: Uint8Array[] = []
  // Of the emitter the library only listens: keys are read by the product's own table, which knows a baseline.
  const device = {
    on: () => device,
    close: async () => undefined,
    async sendFeatureReport(report: Uint8Array) {
      const sent = await transport.sendFeature(report)
      // The library speaks in exceptions; whoever calls it takes them back to values.
      if (!sent.ok) throw new Error(sent.error.detail)
    },
    async getFeatureReport(reportId: number, length: number) {
      const answer = await transport.getFeature(reportId, length)
      if (!answer.ok) throw new Error(answer.error.detail)
      return answer.value
    },
    async sendReports(reports: Uint8Array[]) {
      caught.push(...reports)
    },
  }
  return {
    device: device as unknown as HIDDevice,
    async capture(act) {
      caught = []
      await act()
      return caught
    },
  }
}
