// An X-keys XK-24 in the whole host: which key means what, and what its lights show by all that was written to it.
import type { Site } from '../../electron/host/site/types.ts'
import { shownBy, type LightState } from '../../native/hid-buttons/index.ts'
import { productNamed } from './hid-products.ts'
import type { HostBench } from './host-bench.ts'
import type { ScriptedHid } from './scripted-transport.ts'

export const PANEL_BUTTONS = {
  'key-1': 'channel-1', 'key-2': 'channel-2', 'key-3': 'back', 'key-4': 'report', 'key-6': 'switch',
  'key-7': 'group-1', 'key-8': 'group-2', 'key-9': 'group-3',
  'key-13': 'take-emergency', 'key-14': 'acknowledge',
  'key-19': 'ptt', 'key-24': 'spare',
} as const

const PRODUCT = 'xkeys-xk24'
const BITS = 6

export const withLitPanel = (site: Site): Site => {
  const pedal = site.devices.find((one) => one.id === 'pedal')
  const panel = { ...pedal, id: 'panel', label: 'Toetsenpaneel', product: PRODUCT, buttons: PANEL_BUTTONS } as Site['devices'][number]
  return { ...site, plan: { ...site.plan, automatic: false }, devices: [...site.devices.filter(({ id }) => id !== 'panel'), panel] }
}

/** Reports the keys that are down, by number. */
export function hold(on: HostBench, ...keys: number[]): void {
  const report = new Uint8Array(32)
  for (const key of keys) {
    const at = 2 + Math.floor((key - 1) / BITS)
    report[at] = (report[at] ?? 0) | (1 << ((key - 1) % BITS))
  }
  on.hid('panel').report(...report)
}

/** Lights that are not dark after these reports, by name; a bank lights or darkens all of its colour. */
export function litBy(written: readonly Uint8Array[], product = productNamed(PRODUCT)): Record<string, LightState> {
  const shown = new Map<string, LightState>()
  for (const report of written) for (const [name, state] of shownBy(product, report)) shown.set(name, state)
  return Object.fromEntries([...shown].filter(([, state]) => state !== 'off').toSorted(([one], [other]) => one.localeCompare(other)))
}

/** Green comes and goes by itself: the sign of life. */
export function litKeys(hid: ScriptedHid): Record<string, LightState> {
  const { green: _beats, ...keys } = litBy(hid.written)
  return keys
}
