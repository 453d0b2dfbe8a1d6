// Reads what strace wrote of a process into the ops of the disk model. Pure. A call it could not replay is an error, never passed over.
// Source: strace(1), output of `-f -xx`: `PID name(arguments) = result`, interrupted ones as `<unfinished ...>` and `<... name resumed>`.
import { posix } from 'node:path'
import { ROOT, type DiskOp, type NodeId, type Place } from './disk-model.ts'

/** All that can change a file, and what has to be known to read them. */
export const TRACED_CALLS = [
  'open', 'openat', 'creat', 'close', 'dup', 'dup2', 'dup3', 'lseek', 'write', 'writev', 'pwrite64', 'pwritev', 'pwritev2', 'truncate', 'ftruncate',
  'fallocate', 'fsync', 'fdatasync', 'sync_file_range', 'copy_file_range', 'sendfile', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'unlink',
  'unlinkat', 'mkdir', 'mkdirat', 'rmdir', 'symlink', 'symlinkat',
] as const

const STDOUT = 1

interface OpenFile {
  readonly node: NodeId
  readonly append: boolean
  offset: number
}

interface Call {
  readonly name: string
  readonly args: readonly string[]
  readonly result: number
}

export class TraceReader {
  readonly ops: DiskOp[] = []
  readonly #root: string
  readonly #names = new Map<NodeId, Map<string, NodeId>>([[ROOT, new Map()]])
  readonly #sizes = new Map<NodeId, number>()
  readonly #open = new Map<number, OpenFile>()
  readonly #unfinished = new Map<string, string>()
  #nodes: NodeId = ROOT

  /** @param root  absolute path of the watched folder; what lies elsewhere is of no interest */
  constructor(root: string) {
    this.#root = root
  }

  /** One process from start to end, with its threads. The next one goes on with the same files. */
  read(trace: string): void {
    this.#open.clear()
    this.#unfinished.clear()
    for (const line of trace.split('\n')) this.#line(line)
  }

  #line(line: string): void {
    const [, pid = '', rest = ''] = /^(\d+) +(.*)$/s.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      const begun = rest.slice(0, -'<unfinished ...>'.length).trimEnd()
      this.#unfinished.set(pid, begun)
      // A promise counts from when it begins to be said.
      const mark = /^write\(1, ("[^"]*")/.exec(begun)
      if (mark) this.#mark(mark[1] ?? '')
      // Its number is free from here: another thread may open with it before this one has come back.
      const closing = /^close\((\d+)/.exec(begun)
      if (closing) this.#open.delete(Number(closing[1]))
      return
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest)
    const whole = resumed ? `${this.#unfinished.get(pid) ?? ''}${resumed[1]}` : rest
    const call = decodeCall(whole)
    if (!call || call.result < 0) return
    if (resumed && (call.name === 'close' || (call.name === 'write' && call.args[0] === String(STDOUT)))) return
    this.#call(call)
  }

  #call(call: Call): void {
    const { name, args, result } = call
    const [first = '', second = '', third = ''] = args
    const file = this.#open.get(Number(first))
    switch (name) {
      case 'openat':
        return this.#opened(decodeText(second).toString(), third, result)
      case 'open':
        return this.#opened(decodeText(first).toString(), second, result)
      case 'close':
        return void this.#open.delete(Number(first))
      case 'write':
        if (Number(first) === STDOUT && !file) return this.#mark(second)
        if (file) this.#write(file, file.append ? this.#sizeOf(file.node) : file.offset, decodeText(second).subarray(0, result))
        return
      case 'pwrite64':
        if (file) this.#write(file, Number(args[3]), decodeText(second).subarray(0, result))
        return
      case 'ftruncate':
        if (file) this.#cut(file.node, Number(second))
        return
      case 'fsync':
      case 'fdatasync':
        if (file) this.ops.push({ op: 'sync', node: file.node })
        return
      case 'rename':
        return this.#renamed(this.#place(decodeText(first).toString()), this.#place(decodeText(second).toString()))
      case 'link':
        return this.#linked(this.#place(decodeText(first).toString()), this.#place(decodeText(second).toString()))
      case 'unlink':
        return this.#unlinked(this.#place(decodeText(first).toString()))
      case 'mkdir': {
        const place = this.#place(decodeText(first).toString())
        if (place) this.#names.set(this.#name(place, 'folder'), new Map())
        return
      }
      default:
        this.#refuse(call, file)
    }
  }

  /** Only what touches the watched folder is refused. */
  #refuse({ name, args }: Call, file: OpenFile | undefined): void {
    const texts = args.filter((arg) => arg.startsWith('"')).map((arg) => decodeText(arg).toString())
    if (file || texts.some((text) => this.#isWatched(text))) throw new Error(`${name}(${args.join(', ').slice(0, 200)}) cannot be replayed`)
  }

  #opened(path: string, flags: string, descriptor: number): void {
    this.#open.delete(descriptor)
    const place = this.#place(path)
    const found = path === this.#root ? ROOT : this.#find(place)
    if (found === undefined && !(place && flags.includes('O_CREAT'))) return
    // SQLite's index of the log lies in shared memory: it is made anew after a crash and is no part of the record.
    if (path.endsWith('-shm')) return
    const node = found ?? this.#name(place as Place, 'file')
    if (flags.includes('O_TRUNC') && this.#sizeOf(node) > 0) this.#cut(node, 0)
    this.#open.set(descriptor, { node, append: flags.includes('O_APPEND'), offset: 0 })
  }

  #write(file: OpenFile, at: number, bytes: Uint8Array): void {
    this.ops.push({ op: 'write', node: file.node, at, bytes })
    this.#sizes.set(file.node, Math.max(this.#sizeOf(file.node), at + bytes.length))
    file.offset = at + bytes.length
  }

  #cut(node: NodeId, size: number): void {
    this.ops.push({ op: 'cut', node, size })
    this.#sizes.set(node, size)
  }

  #name(place: Place, kind: 'file' | 'folder'): NodeId {
    const node = ++this.#nodes
    this.#namesIn(place).set(place.name, node)
    this.ops.push({ op: 'name', place, node, kind })
    return node
  }

  #renamed(from: Place | undefined, to: Place | undefined): void {
    const node = this.#find(from)
    if (from === undefined || to === undefined || node === undefined) return
    this.#namesIn(from).delete(from.name)
    this.#namesIn(to).set(to.name, node)
    this.ops.push({ op: 'rename', from, to, node })
  }

  #linked(from: Place | undefined, to: Place | undefined): void {
    const node = this.#find(from)
    if (to === undefined || node === undefined) return
    this.#namesIn(to).set(to.name, node)
    this.ops.push({ op: 'name', place: to, node, kind: 'file' })
  }

  #unlinked(place: Place | undefined): void {
    const node = this.#find(place)
    if (place === undefined || node === undefined) return
    this.#namesIn(place).delete(place.name)
    this.ops.push({ op: 'unname', place, node })
  }

  #mark(text: string): void {
    for (const line of decodeText(text).toString().split('\n')) if (line !== '') this.ops.push({ op: 'mark', text: line })
  }

  #isWatched(path: string): boolean {
    return path === this.#root || path.startsWith(`${this.#root}/`)
  }

  /** Undefined outside the watched folder. */
  #place(path: string): Place | undefined {
    if (!this.#isWatched(path) || path === this.#root) return undefined
    const folder = posix.dirname(path)
    const node = folder === this.#root ? ROOT : this.#find(this.#place(folder))
    if (node === undefined) throw new Error(`${path} lies in a folder that nobody made`)
    return { folder: node, name: posix.basename(path) }
  }

  #find(place: Place | undefined): NodeId | undefined {
    return place && this.#names.get(place.folder)?.get(place.name)
  }

  #namesIn({ folder }: Place): Map<string, NodeId> {
    const names = this.#names.get(folder)
    if (!names) throw new Error('a name in what is no folder')
    return names
  }

  #sizeOf(node: NodeId): number {
    return this.#sizes.get(node) ?? 0
  }
}

/** Undefined for signals, exits and what is no call. */
function decodeCall(text: string): Call | undefined {
  const [, name, list, result] = /^(\w+)\((.*)\) += (-?\d+)(?: .*)?$/s.exec(text) ?? []
  // With `-xx` a string holds escapes alone: no comma and no quote of its own.
  return name === undefined || list === undefined ? undefined : { name, args: list.split(', '), result: Number(result) }
}

function decodeText(quoted: string): Buffer {
  if (!/^"(?:\\x[0-9a-f]{2})*"$/.test(quoted)) throw new Error(`not a whole string: ${quoted.slice(0, 60)}`)
  return Buffer.from(quoted.slice(1, -1).replaceAll('\\x', ''), 'hex')
}
