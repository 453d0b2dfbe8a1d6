// The line to the host: JSON lines over a virtio serial port.
import { closeSync, constants, openSync, readdirSync, readFileSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SceneOutcome } from '../machine.ts'

export interface Order {
  readonly order: number
  readonly play: string
}

export type Report = { readonly report: 'up' } | { readonly report: 'played'; readonly order: number; readonly outcome: SceneOutcome }

const NAME = 'channel'
const PORTS = '/sys/class/virtio-ports'
/** A blocking read would hold a thread for ever and keep the process from ending; a slow poll costs nothing. */
const POLL_MS = 20

export interface Channel {
  send(report: Report): void
  close(): void
}

export function openChannel(onOrder: (order: Order) => void): Channel {
  const port = readdirSync(PORTS).find((one) => readFileSync(join(PORTS, one, 'name'), 'utf8').trim() === NAME) ?? ''
  const handle = openSync(join('/dev', port), constants.O_RDWR | constants.O_NONBLOCK)
  const buffer = Buffer.alloc(4096)
  let rest = ''
  const poll = setInterval(() => {
    for (let length = tryRead(handle, buffer); length > 0; length = tryRead(handle, buffer)) {
      const lines = (rest + buffer.toString('utf8', 0, length)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onOrder(JSON.parse(line) as Order)
    }
  }, POLL_MS)
  return {
    send(report) {
      const bytes = Buffer.from(`${JSON.stringify(report)}\n`)
      for (let at = 0; at < bytes.length; ) at += tryWrite(handle, bytes.subarray(at))
    },
    close() {
      clearInterval(poll)
      closeSync(handle)
    },
  }
}

const isFull = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'EAGAIN'

/** @returns 0 when nothing is there to be read */
export function tryRead(handle: number, buffer: Buffer): number {
  try {
    return readSync(handle, buffer, 0, buffer.length, null)
  } catch (cause) {
    if (isFull(cause)) return 0
    throw cause
  }
}

function tryWrite(handle: number, bytes: Uint8Array): number {
  try {
    return writeSync(handle, bytes)
  } catch (cause) {
    if (isFull(cause)) return 0
    throw cause
  }
}
