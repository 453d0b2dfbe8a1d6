// Writes cpio archives in the "newc" format, which the kernel unpacks into its first file system. Several may stand one
// behind the other. Source: Documentation/driver-api/early-userspace/buffer-format.rst of Linux.
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface Archive {
  /** Makes the folders above it too. */
  file(path: string, content: Uint8Array | string, mode?: number): void
  folder(path: string): void
  link(path: string, target: string): void
  /** A folder of this machine with what `wanted` lets through; links are followed. */
  tree(path: string, from: string, wanted?: (relativePath: string) => boolean): void
  close(): void
}

const MAGIC = '070701'
const FOLDER = 0o040755
const REGULAR = 0o100000
const LINK = 0o120777
const ALIGNED = 4
/** The kernel looks for the next archive at such a border only. */
const BLOCK = 512

export function createArchive(path: string): Archive {
  const out = openSync(path, 'w')
  const folders = new Set<string>()
  let written = 0
  let inode = 1

  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(out, bytes, at)
    written += bytes.length
  }
  const pad = (border: number): void => write(new Uint8Array((border - (written % border)) % border))
  const entry = (name: string, mode: number, content: Uint8Array): void => {
    const named = Buffer.from(`${name}\0`)
    // inode, mode, uid, gid, links, mtime, size, device (two), special device (two), length of the name, checksum
    const fields = [inode++, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, named.length, 0]
    write(Buffer.from(MAGIC + fields.map((field) => field.toString(16).padStart(8, '0')).join('')))
    write(named)
    pad(ALIGNED)
    write(content)
    pad(ALIGNED)
  }
  const folder = (name: string): void => {
    if (name === '' || folders.has(name)) return
    folder(name.split('/').slice(0, -1).join('/'))
    folders.add(name)
    entry(name, FOLDER, new Uint8Array())
  }
  const above = (name: string): void => folder(name.split('/').slice(0, -1).join('/'))
  const file: Archive['file'] = (name, content, mode = 0o644) => {
    above(name)
    entry(name, REGULAR | mode, typeof content === 'string' ? Buffer.from(content) : content)
  }
  const tree: Archive['tree'] = (name, from, wanted = () => true) => {
    for (const relativePath of filesBelow(from)) {
      if (!wanted(relativePath)) continue
      const source = join(from, relativePath)
      file(`${name}/${relativePath}`, readFileSync(source), statSync(source).mode & 0o777)
    }
  }
  return {
    file,
    folder,
    link(name, target) {
      above(name)
      entry(name, LINK, Buffer.from(target))
    },
    tree,
    close() {
      entry('TRAILER!!!', 0, new Uint8Array())
      pad(BLOCK)
      closeSync(out)
    },
  }
}

/** Paths below a folder, sorted: equal content makes equal archives. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted()
}
