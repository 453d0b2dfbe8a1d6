// Reports to presses. Each report is the whole state, so it is compared with the last one: counting edges would leave a
// pedal down for ever after one lost report. Pure.
import type { HidProduct } from './products.ts'

/** Names of the inputs that are down, sorted; undefined until the first report of an opening. */
export type ButtonState = readonly string[] | undefined

export type ButtonReport =
  /** First report of an opening: what is down in it was pressed at an unknown time and is no press. */
  | { readonly kind: 'baseline'; readonly down: readonly string[] }
  | { readonly kind: 'change'; readonly down: readonly string[]; readonly up: readonly string[] }
  /** Not a state: the answer to another question. */
  | { readonly kind: 'other' }

export interface ReadButtons {
  readonly state: ButtonState
  readonly report: ButtonReport
  /** The report has another length than the product's; it was read as far as it goes. */
  readonly oddLength: boolean
}

/**
 * Reads one input report.
 *
 * @remarks An input whose byte is not in the report counts as up: when in doubt, un-key. Bits that no input has are ignored.
 */
export function readButtons(product: HidProduct, before: ButtonState, report: Uint8Array): ReadButtons {
  const oddLength = report.length !== product.reportBytes
  const other = product.otherReport
  if (other && (report[other.byte] ?? 0) > other.above) return { state: before, report: { kind: 'other' }, oddLength }

  const state = product.inputs
    .filter(({ byte, mask }) => ((report[byte] ?? 0) & mask) !== 0)
    .map((input) => input.name)
    .toSorted()
  if (before === undefined) return { state, report: { kind: 'baseline', down: state }, oddLength }
  return {
    state,
    report: {
      kind: 'change',
      down: state.filter((name) => !before.includes(name)),
      up: before.filter((name) => !state.includes(name)),
    },
    oddLength,
  }
}

/** The report a device sends with these inputs down; the simulator's half, and the test of the reading. */
export function writeButtons(product: HidProduct, down: ReadonlySet<string>): Uint8Array {
  const report = new Uint8Array(product.reportBytes)
  const raise = ({ byte, mask }: { byte: number; mask: number }): void => {
    report[byte] = (report[byte] ?? 0) | mask
  }
  if (product.alwaysOn) raise(product.alwaysOn)
  for (const input of product.inputs) if (down.has(input.name)) raise(input)
  return report
}
