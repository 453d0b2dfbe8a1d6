// Log files on a disk or share, through Node.
import { open, stat } from 'node:fs/promises'
import { HEAD_BYTES } from './follow-plan.ts'
import type { LogFiles } from './log-follower.ts'

export function diskFiles(platform: NodeJS.Platform): LogFiles {
  return {
    mayHold: platform !== 'win32',
    numberOf: async (path) => numberOf(await stat(path, { bigint: true })),
    async open(path) {
      const handle = await open(path, 'r')
      const read = async (at: number, bytes: number): Promise<Uint8Array> => {
        const buffer = new Uint8Array(bytes)
        const { bytesRead } = await handle.read(buffer, 0, bytes, at)
        return buffer.subarray(0, bytesRead)
      }
      return {
        async sight() {
          const seen = await handle.stat({ bigint: true })
          return { number: numberOf(seen), bornMs: Number(seen.birthtimeMs), bytes: Number(seen.size), head: await read(0, HEAD_BYTES) }
        },
        read,
        close: () => handle.close(),
      }
    },
  }
}

const numberOf = ({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string => `${dev}:${ino}`
