// Pedal and key panel of the demo world: programs on a HID wire, by the same device files as real ones. Which key of the
// panel asks what stands in the demo site file.
import { readFile } from 'node:fs/promises'
import type { PanelKey } from '../../electron/contract/demo.ts'
import { createSimulatedButtons, expandProduct, type DeviceFile, type SimulatedButtons } from '../../native/hid-buttons/index.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import type { LightState } from '../../native/kit/buttons.ts'
import { createSimulatedHidServer, type SimulatedHidServer } from '../../native/transport/simulated-hid-server.ts'

export interface SimulatedHid {
  readonly buttons: SimulatedButtons
  readonly wire: SimulatedHidServer
}

const DEVICES = new URL('../../resources/devices/', import.meta.url)

/** @returns what a port or a device file that is not to be had says */
export async function startButtons(product: string): Promise<Result<SimulatedHid>> {
  const file = JSON.parse(await readFile(new URL(`${product}.json`, DEVICES), 'utf8')) as DeviceFile
  const expanded = expandProduct(product, file)
  if (!expanded.ok) return expanded
  const wire = await createSimulatedHidServer({ port: 0 })
  return wire.ok ? ok({ buttons: createSimulatedButtons(expanded.value, wire.value), wire: wire.value }) : wire
}

export interface SimulatedPanel extends SimulatedHid {
  /** Pulls its cable, which is its supply too. */
  unplug(): Promise<void>
  /** Presses the key that asks this, and lets it go. */
  tap(asks: PanelKey): void
  /** What the key that asks this shows: of its two lights the one that flashes, or else the one that is lit. */
  lightOf(asks: PanelKey): LightState
}

/** @param meanings  what each input asks, as the site file has it */
export function asPanel(hid: SimulatedHid, meanings: Readonly<Record<string, string>>): SimulatedPanel {
  const inputOf = (asks: PanelKey): string => {
    const found = Object.entries(meanings).find(([, meaning]) => meaning === asks)
    if (!found) throw new Error(`BUG_UNEXPECTED: the demo's panel has no key for ${asks}`)
    return found[0]
  }
  return {
    ...hid,
    async unplug() {
      await hid.wire.unplug()
      hid.buttons.loseSupply()
    },
    tap(asks) {
      const input = inputOf(asks)
      hid.buttons.press(input)
      hid.buttons.release(input)
    },
    lightOf(asks) {
      const states = ['blue', 'red'].map((colour) => hid.buttons.lights.get(`${inputOf(asks)}-${colour}`))
      return states.includes('flash') ? 'flash' : states.includes('on') ? 'on' : 'off'
    },
  }
}
