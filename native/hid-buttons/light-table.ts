// The lights of a product for whoever writes them: one place a light, and everything dark in as few reports as it takes.
import type { LightKeeper, LightKeeperDeps, LightState } from '../kit/buttons.ts'
import { toHex } from '../kit/bytes.ts'
import { LightWriter, type LightTable } from '../kit/light-writer.ts'
import { encodeLight } from './light-reports.ts'
import type { HidProduct } from './product.ts'

/** Lights that a panel is driven by. A headset's are left alone: with its off-hook light goes its microphone. */
const PANEL_LIGHT = /^(?:key-\d+-(?:blue|red)|green|red)$/
/** A command for a whole bank is no light of its own: it only darkens. */
const BANK = /^all-(.+)$/

/** @returns undefined when the product has no lights to drive */
export function lightTable({ lights }: Pick<HidProduct, 'lights'>): LightTable<LightState> | undefined {
  const all = [...new Set(lights.map(({ name }) => name))]
  const banks = all.flatMap((name) => BANK.exec(name)?.[1] ?? [])
  const names = all.filter((name) => PANEL_LIGHT.test(name))
  if (names.length === 0) return undefined
  // What no bank holds is darkened by itself; lights that share a report are dark with the first of them.
  const alone = names.filter((name) => !banks.some((bank) => name.endsWith(`-${bank}`)))
  const dark = [...banks.map((bank) => `all-${bank}`), ...alone].flatMap((name) => encodeLight(lights, name, 'off'))
  return {
    names,
    dark: 'off',
    encode: (name, state, shown) => encodeLight(lights, name, state, shown),
    allDark: [...new Map(dark.map((report) => [toHex(report), report])).values()],
  }
}

/** @returns undefined when the product has no lights to drive */
export function createLights(product: Pick<HidProduct, 'lights'>): ((deps: LightKeeperDeps) => LightKeeper) | undefined {
  const table = lightTable(product)
  return table && (({ clock, transport, onRefused, onTaken }) => new LightWriter({ table, clock, write: (report) => transport.write(report), onRefused, onTaken }))
}
