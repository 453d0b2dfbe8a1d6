// Cuts a case down to what breaks the parser, so that a person sees it at once.

/** A stall costs its own time at each try. */
const TRIES_MAX = 3000

/** @param breaks  whether a case still shows the same defect */
export function minimise(bytes: Uint8Array, breaks: (bytes: Uint8Array) => boolean, triesMax = TRIES_MAX): Uint8Array {
  let tries = 0
  const still = (candidate: Uint8Array): boolean => tries++ < triesMax && breaks(candidate)
  return plainer(shorter(bytes, still), still)
}

/** Drops halves, quarters … single bytes, as long as it helps. */
function shorter(bytes: Uint8Array, still: (bytes: Uint8Array) => boolean): Uint8Array {
  let kept = bytes
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const without = Uint8Array.from([...kept.subarray(0, at), ...kept.subarray(at + size)])
      if (still(without)) kept = without
      else at += size
    }
  }
  return kept
}

/** What may be any byte becomes `0`, so that the bytes that matter stand out. */
function plainer(bytes: Uint8Array, still: (bytes: Uint8Array) => boolean): Uint8Array {
  let kept = bytes
  for (let at = 0; at < kept.length; at++) {
    if (kept[at] === 0x30) continue
    const plain = kept.slice()
    plain[at] = 0x30
    if (still(plain)) kept = plain
  }
  return kept
}
