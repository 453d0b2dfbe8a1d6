// Many ordered lists of entries read as one, a few rows at a time: no statement stays open between two rows. Pure but for `read`.

/** Entries from `from` to `to`, both counted; `newest`: from the end. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly first: 'newest' | 'oldest'
}

export interface Numbered {
  readonly seq: number
}

/** Some of what lies in the stretch, in its order; fewer than `limit` when there is no more. */
export type ReadPage<Row extends Numbered> = (stretch: Stretch, limit: number) => readonly Row[]

const FIRST_ROWS = 8
const MOST_ROWS = 256

/** @param firstRows  where asking costs more than what it answers. @yields in the order of the stretch */
export function* paged<Row extends Numbered>(read: ReadPage<Row>, stretch: Stretch, firstRows = FIRST_ROWS): Generator<Row> {
  let { from, to } = stretch
  for (let limit = firstRows; from <= to; limit = Math.min(MOST_ROWS, limit * 4)) {
    const rows = read({ ...stretch, from, to }, limit)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < limit) return
    if (stretch.first === 'newest') to = last.seq - 1
    else from = last.seq + 1
  }
}

/** No entry twice, though two lists hold it. */
export function* merged<Row extends Numbered>(lists: readonly Generator<Row>[], first: Stretch['first']): Generator<Row> {
  const isBefore = (one: Row, other: Row): boolean => (first === 'newest' ? one.seq > other.seq : one.seq < other.seq)
  const heads = new Set(lists.flatMap((list) => {
    const head = list.next()
    return head.done ? [] : [{ list, row: head.value }]
  }))
  for (let told = 0; ; ) {
    let head: { readonly list: Generator<Row>; row: Row } | undefined
    for (const one of heads) if (!head || isBefore(one.row, head.row)) head = one
    if (!head) return
    if (head.row.seq !== told) yield head.row
    told = head.row.seq
    const next = head.list.next()
    if (next.done) heads.delete(head)
    else head.row = next.value
  }
}

/** `ORDER BY` and direction of a stretch over this column. */
export const orderOf = (column: string, first: Stretch['first']): string => `ORDER BY ${column} ${first === 'newest' ? 'DESC' : 'ASC'}`
