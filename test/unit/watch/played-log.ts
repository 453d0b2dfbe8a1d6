// A disk with one log on it, played by hand: written, rotated, truncated, deleted, out of reach.
import { HEAD_BYTES } from '../../../electron/host/watch/log-tail/follow-plan.ts'
import type { LogFiles } from '../../../electron/host/watch/log-tail/log-follower.ts'

interface PlayedFile {
  readonly number: string
  readonly bornMs: number
  bytes: Buffer
}

export class PlayedDisk implements LogFiles {
  mayHold = true
  /** Numbers change at each look, as on some shares. */
  shifting = false
  handles = 0
  mostRead = 0
  denied: string | undefined
  nowMs = 1_000_000
  #numbers = 0
  #file: PlayedFile | undefined

  create(text: string | Buffer = '', bornMs = this.nowMs): void {
    this.#file = { number: String(++this.#numbers), bornMs, bytes: Buffer.from(text) }
  }

  write(text: string | Buffer): void {
    if (this.#file) this.#file.bytes = Buffer.concat([this.#file.bytes, Buffer.from(text)])
  }

  truncate(text = ''): void {
    if (this.#file) this.#file.bytes = Buffer.from(text)
  }

  remove(): void {
    this.#file = undefined
  }

  async numberOf(): Promise<string> {
    const file = this.#found()
    return this.shifting ? String(++this.#numbers) : file.number
  }

  async open(): ReturnType<LogFiles['open']> {
    const file = this.#found()
    this.handles++
    const number = (): string => (this.shifting ? String(++this.#numbers) : file.number)
    return {
      sight: async () => ({ number: number(), bornMs: file.bornMs, bytes: file.bytes.length, head: new Uint8Array(file.bytes.subarray(0, HEAD_BYTES)) }),
      read: async (at, bytes) => {
        this.mostRead = Math.max(this.mostRead, bytes)
        return new Uint8Array(file.bytes.subarray(at, at + bytes))
      },
      close: async () => void this.handles--,
    }
  }

  #found(): PlayedFile {
    const code = this.denied ?? (this.#file ? undefined : 'ENOENT')
    if (code !== undefined || !this.#file) throw Object.assign(new Error('played'), { code })
    return this.#file
  }
}
