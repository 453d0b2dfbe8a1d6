// Texts that come in parts, put together in whatever order the parts come. Source: EN 300 392-2 clause 29, the user data header
// of GSM 03.40. A part that never comes leaves a gap, and the text is told all the same.
import type { Clock, Timer } from '../kit/clock.ts'
import type { SdsDraft } from './sds.ts'
import type { SdsPart } from './sds-transfer.ts'

export interface AssembledText {
  readonly text: string
  /** A part is missing, or characters had to be guessed. */
  readonly doubtful: boolean
  /** Answers to be given once somebody has opened it. */
  readonly opened: readonly SdsDraft[]
}

export interface PartOfText extends AssembledText {
  readonly from: string
  readonly part: SdsPart
  /** Takes the whole, once. */
  readonly tell: (whole: AssembledText) => void
}

export interface TextAssembly {
  add(part: PartOfText): void
  stop(): void
}

interface Open {
  readonly parts: Map<number, PartOfText>
  readonly timer: Timer
}

const PARTS_WITHIN_MS = 60_000 // each part takes the network some seconds
const MOST_OPEN = 16
export const MOST_PARTS = 32

export function createTextAssembly(clock: Clock): TextAssembly {
  const open = new Map<string, Open>()

  const close = (key: string): void => {
    const { parts, timer } = open.get(key) ?? {}
    open.delete(key)
    timer?.cancel()
    const [first] = parts?.values() ?? []
    if (!first || !parts) return
    const all = Array.from({ length: first.part.total }, (_, at) => parts.get(at + 1))
    first.tell({
      text: all.map((part) => part?.text ?? '…').join(''),
      doubtful: all.some((part) => part?.doubtful ?? true),
      opened: all.flatMap((part) => part?.opened ?? []),
    })
  }

  return {
    add(part) {
      const { from, part: { ref, total, seq } } = part
      const key = JSON.stringify([from, ref, total])
      const known = open.get(key) ?? { parts: new Map<number, PartOfText>(), timer: clock.after(PARTS_WITHIN_MS, () => close(key)) }
      open.set(key, known)
      known.parts.set(seq, part)
      if (known.parts.size >= total) close(key)
      const [oldest] = open.keys()
      if (open.size > MOST_OPEN && oldest !== undefined) close(oldest)
    },
    stop() {
      for (const { timer } of open.values()) timer.cancel()
      open.clear()
    },
  }
}
