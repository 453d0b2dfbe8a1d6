// A file system of our own, small enough to fill; needs root, which integration tests have.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  fill(): void
  makeRoom(): void
  makeReadOnly(): void
  makeWritable(): void
  unmount(): Promise<void>
}

/** @throws where mounting is not permitted: what cannot be proven must not look proven */
export function mountSmallDisk(folder: string, size = '1536k'): SmallDisk {
  mkdirSync(folder, { recursive: true })
  mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)
  const filler = join(folder, 'filler')
  return {
    fill() {
      const file = openSync(filler, 'w')
      const page = Buffer.alloc(4096, 1)
      try {
        for (;;) writeSync(file, page)
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause
      } finally {
        closeSync(file)
      }
    },
    makeRoom: () => rmSync(filler),
    makeReadOnly: () => mount('-o', 'remount,ro', folder),
    makeWritable: () => mount('-o', 'remount,rw', folder),
    unmount: async () => void spawnSync('umount', ['-l', folder]),
  }
}

function mount(...argv: string[]): void {
  const { status, stderr } = spawnSync('mount', argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mount ${argv.join(' ')}: ${stderr}`)
}
