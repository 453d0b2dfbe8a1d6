// Usages of a HID report descriptor: what a field means, as page and number. Source: HID 1.11, section 6.2.2.8.

export interface HidUsage {
  readonly page: number
  readonly usage: number
}

export interface UsageSpan extends HidUsage {
  /** How many usages follow one another from `usage`. */
  readonly count: number
}

/** Hands out one usage after the other; the last one serves for all fields beyond. */
export function usagesInTurn(usages: readonly UsageSpan[]): () => HidUsage {
  let span = 0
  let step = 0
  return () => {
    const { page, usage, count } = usages[span] ?? { page: 0, usage: 0, count: 1 }
    const given = { page, usage: usage + step }
    if (step + 1 < count) step++
    else if (span + 1 < usages.length) {
      span++
      step = 0
    }
    return given
  }
}

/** The usage that a value of an array field stands for; `min` stands for the first. */
export function usageOfValue({ min, usages }: { readonly min: number; readonly usages: readonly UsageSpan[] }, value: number): HidUsage | undefined {
  let index = value - min
  if (index < 0) return undefined
  for (const { page, usage, count } of usages) {
    if (index < count) return { page, usage: usage + index }
    index -= count
  }
  return undefined
}
