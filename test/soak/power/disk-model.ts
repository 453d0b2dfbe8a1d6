// What a disk may hold when the power goes: everything that was synced, and of the rest any part. Pure.
// Stricter than file systems with a journal: a file's sync does not keep its name, and names may come to the disk in any order.
// Source: POSIX.1-2017 fsync(); sqlite.org/atomiccommit.html, "hardware assumptions" (a sector is written whole or not at all).

/** A file or folder, whatever it is called. The folder that was watched is ROOT, and is there. */
export type NodeId = number
export const ROOT: NodeId = 0
export const SECTOR_BYTES = 512

export interface Place {
  readonly folder: NodeId
  readonly name: string
}

export type DiskOp =
  /** A new file or folder, or one more name of a file. */
  | { readonly op: 'name'; readonly place: Place; readonly node: NodeId; readonly kind: 'file' | 'folder' }
  /** At once in both folders. */
  | { readonly op: 'rename'; readonly from: Place; readonly to: Place; readonly node: NodeId }
  | { readonly op: 'unname'; readonly place: Place; readonly node: NodeId }
  | { readonly op: 'write'; readonly node: NodeId; readonly at: number; readonly bytes: Uint8Array }
  | { readonly op: 'cut'; readonly node: NodeId; readonly size: number }
  | { readonly op: 'sync'; readonly node: NodeId }
  /** Said to somebody outside: what was promised before it must be there. */
  | { readonly op: 'mark'; readonly text: string }

type LastingOp = Extract<DiskOp, { op: 'name' | 'rename' | 'unname' | 'write' | 'cut' }>

/** How much of an op that nothing had synced came to the disk: all, nothing, or these sectors of a write. */
export type Kept = boolean | ((sector: number) => boolean)

export interface Image {
  /** By path within ROOT, with `/`. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly folders: readonly string[]
}

/** Indexes of the ops before `point` that nothing had synced by then, in order. */
export function unsynced(ops: readonly DiskOp[], point: number): readonly number[] {
  const syncedAt = new Map<NodeId, number>()
  for (let at = 0; at < point; at++) {
    const op = ops[at]
    if (op?.op === 'sync') syncedAt.set(op.node, at)
  }
  return ops.slice(0, point).flatMap((op, at) => {
    if (op.op === 'sync' || op.op === 'mark') return []
    return keptBy(op).every((node) => (syncedAt.get(node) ?? -1) > at) ? [] : [at]
  })
}

/** What all has to be synced for this to last. */
function keptBy(op: LastingOp): readonly NodeId[] {
  switch (op.op) {
    case 'name':
    case 'unname':
      return [op.place.folder]
    case 'rename':
      return [op.from.folder, op.to.folder]
    case 'write':
    case 'cut':
      return [op.node]
  }
}

/** The disk after the power went at `point`; `keep` is asked for each op that nothing had synced. */
export function imageAt(ops: readonly DiskOp[], point: number, keep: (index: number, op: LastingOp) => Kept): Image {
  const loose = new Set(unsynced(ops, point))
  const names = new Map<NodeId, Map<string, NodeId>>([[ROOT, new Map()]])
  const content = new Map<NodeId, Content>()
  ops.slice(0, point).forEach((op, at) => {
    if (op.op === 'sync' || op.op === 'mark') return
    const kept = loose.has(at) ? keep(at, op) : true
    if (kept !== false) apply(op, kept, { names, content })
  })
  return collect(names, content)
}

interface Disk {
  readonly names: Map<NodeId, Map<string, NodeId>>
  readonly content: Map<NodeId, Content>
}

/** Grows by doubling: a log is written page by page, thousands of times. */
class Content {
  #held = new Uint8Array(SECTOR_BYTES)
  #size = 0

  get bytes(): Uint8Array {
    return this.#held.subarray(0, this.#size)
  }

  put(at: number, bytes: Uint8Array): void {
    this.#grow(at + bytes.length)
    this.#held.set(bytes, at)
  }

  cut(size: number): void {
    if (size < this.#size) this.#held.fill(0, size, this.#size)
    this.#grow(size)
    this.#size = size
  }

  #grow(size: number): void {
    if (size > this.#held.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#held.length))
      larger.set(this.#held)
      this.#held = larger
    }
    this.#size = Math.max(this.#size, size)
  }
}

function apply(op: LastingOp, kept: Kept, { names, content }: Disk): void {
  const namesIn = (folder: NodeId): Map<string, NodeId> => {
    const found = names.get(folder) ?? new Map<string, NodeId>()
    names.set(folder, found)
    return found
  }
  const contentOf = (node: NodeId): Content => {
    const found = content.get(node) ?? new Content()
    content.set(node, found)
    return found
  }
  switch (op.op) {
    case 'name':
      namesIn(op.place.folder).set(op.place.name, op.node)
      if (op.kind === 'folder') namesIn(op.node)
      return
    case 'rename':
      if (namesIn(op.from.folder).get(op.from.name) === op.node) namesIn(op.from.folder).delete(op.from.name)
      namesIn(op.to.folder).set(op.to.name, op.node)
      return
    case 'unname':
      if (namesIn(op.place.folder).get(op.place.name) === op.node) namesIn(op.place.folder).delete(op.place.name)
      return
    case 'write':
      return put(contentOf(op.node), op, kept)
    case 'cut':
      return contentOf(op.node).cut(op.size)
  }
}

/** A write torn by the power leaves some of its sectors; the file is as long as the last of them, and zero where nothing was. */
function put(content: Content, { at, bytes }: { readonly at: number; readonly bytes: Uint8Array }, kept: Kept): void {
  if (kept === false) return
  if (kept === true) return content.put(at, bytes)
  for (let from = 0; from < bytes.length; ) {
    const end = Math.min(bytes.length, from + SECTOR_BYTES - ((at + from) % SECTOR_BYTES))
    if (kept(Math.floor((at + from) / SECTOR_BYTES))) content.put(at + from, bytes.subarray(from, end))
    from = end
  }
}

/** What has a name all the way up; the rest is on the disk and nobody finds it. */
function collect(names: Disk['names'], content: Disk['content']): Image {
  const files = new Map<string, Uint8Array>()
  const folders: string[] = []
  const walk = (folder: NodeId, path: string): void => {
    for (const [name, node] of names.get(folder) ?? []) {
      const below = `${path}${name}`
      if (names.has(node)) {
        folders.push(below)
        walk(node, `${below}/`)
      } else files.set(below, content.get(node)?.bytes ?? new Uint8Array())
    }
  }
  walk(ROOT, '')
  return { files, folders }
}
