// Which texts the record says were deleted. Pure; its memory grows with ranges, never with texts.
// Source: resources/docs/ledger-format.md, "Entries of the ledger itself" and "Text that may be deleted".

export const MOST_RANGES = 1000

/** Both ends counted. */
export type SeqRange = readonly [from: number, to: number]

export interface RangeDeletion {
  readonly kinds: readonly string[]
  readonly ranges: readonly SeqRange[]
}

/** A seq is the text beside that entry, whatever its kind. */
export type Deletion = number | RangeDeletion

/**
 * What an entry `content.deleted` deletes.
 *
 * @param below  the entry's own seq: only texts before it can have been deleted by it
 * @returns `malformed` for ranges the format does not allow: they delete nothing. Undefined: it names no earlier text
 */
export function decodeDeletion(payload: Readonly<Record<string, unknown>>, below: number): Deletion | 'malformed' | undefined {
  const { seq, kinds, ranges } = payload
  if (kinds === undefined && ranges === undefined) return isSeq(seq) && seq < below ? seq : undefined
  if (seq !== undefined || !Array.isArray(kinds) || kinds.length === 0 || !kinds.every(isKind)) return 'malformed'
  if (!Array.isArray(ranges) || ranges.length === 0 || ranges.length > MOST_RANGES) return 'malformed'
  let before = 0
  for (const range of ranges as readonly unknown[]) {
    if (!Array.isArray(range) || range.length !== 2) return 'malformed'
    const [from, to] = range as readonly unknown[]
    if (!isSeq(from) || !isSeq(to) || from <= before || to < from || to >= below) return 'malformed'
    before = to
  }
  return { kinds, ranges: ranges as readonly SeqRange[] }
}

export const isRangeDeletion = (deletion: Deletion | undefined): deletion is RangeDeletion => typeof deletion === 'object'

export const isWithin = ({ kinds, ranges }: RangeDeletion, seq: number, kind: unknown): boolean =>
  typeof kind === 'string' && kinds.includes(kind) && find(ranges, seq)

interface Merged {
  readonly single: readonly SeqRange[]
  readonly byKind: ReadonlyMap<string, readonly (readonly SeqRange[])[]>
}

/** Deletions read ahead of a walk: says of each text that is gone whether one of them took it. */
export class DeletedTexts {
  readonly #single: SeqRange[] = []
  readonly #groups = new Map<string, { readonly kinds: readonly string[]; readonly ranges: SeqRange[] }>()
  /** Made when it is first asked: merged ranges, by kind. */
  #merged: Merged | undefined

  add(deletion: Deletion): void {
    this.#merged = undefined
    if (!isRangeDeletion(deletion)) return void this.#single.push([deletion, deletion])
    const name = JSON.stringify(deletion.kinds)
    const group = this.#groups.get(name) ?? { kinds: deletion.kinds, ranges: [] }
    for (const range of deletion.ranges) group.ranges.push(range)
    this.#groups.set(name, group)
  }

  covers(seq: number, kind: unknown): boolean {
    const { single, byKind } = (this.#merged ??= this.#merge())
    if (find(single, seq)) return true
    return typeof kind === 'string' && (byKind.get(kind)?.some((ranges) => find(ranges, seq)) ?? false)
  }

  #merge(): Merged {
    const byKind = new Map<string, (readonly SeqRange[])[]>()
    for (const { kinds, ranges } of this.#groups.values()) {
      const merged = mergeRanges(ranges)
      for (const kind of new Set(kinds)) byKind.set(kind, [...(byKind.get(kind) ?? []), merged])
    }
    return { single: mergeRanges(this.#single), byKind }
  }
}

function mergeRanges(ranges: readonly SeqRange[]): readonly SeqRange[] {
  const merged: SeqRange[] = []
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    const last = merged.at(-1)
    if (last && from <= last[1] + 1) merged[merged.length - 1] = [last[0], Math.max(last[1], to)]
    else merged.push([from, to])
  }
  return merged
}

/** @param ranges  ascending, not overlapping */
function find(ranges: readonly SeqRange[], seq: number): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const at = (low + high) >> 1
    const range = ranges[at]
    if (!range) return false
    if (seq < range[0]) high = at - 1
    else if (seq > range[1]) low = at + 1
    else return true
  }
  return false
}

const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
const isKind = (value: unknown): value is string => typeof value === 'string' && value !== ''
