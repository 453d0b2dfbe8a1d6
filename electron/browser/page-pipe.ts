// One page on its WebSocket: packets as JSON, dropped when it does not take what it is sent.
import type { Clock, Timer } from '../../native/kit/clock.ts'
import type { ToPage } from '../contract/shell.ts'

/** What a WebSocket of `ws` has of what we need. */
export interface PageSocket {
  readonly bufferedAmount: number
  send(text: string): void
  ping(): void
  /** Ends without a word more. */
  terminate(): void
  close(code: number): void
  on(event: 'message', listener: (data: { toString(): string }, isBinary: boolean) => void): unknown
  on(event: 'pong' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (cause: Error) => void): unknown
}

export interface PagePipe {
  send(packet: ToPage): void
  close(code: number): void
}

export interface PagePipeDeps {
  readonly clock: Clock
  readonly socket: PageSocket
  /** Anything a page sent that was JSON. */
  readonly onPacket: (packet: unknown) => void
  /** Once, whoever ended it. */
  readonly onGone: () => void
}

/** Shift-start of a busy room is about 200 KiB of topics; a page that leaves this much lying shows the past. */
export const MOST_WAITING_BYTES = 4 * 1024 * 1024
/** A browser answers pings beside its page: silence over two of them means that the browser itself stands still. */
export const PING_MS = 2000

export function openPagePipe({ clock, socket, onPacket, onGone }: PagePipeDeps): PagePipe {
  let isOver = false
  let answered = true
  let timer: Timer | undefined

  const over = (): void => {
    if (isOver) return
    isOver = true
    timer?.cancel()
    onGone()
  }
  const drop = (): void => {
    // Its keys are released now; the closing of a dead connection may never be seen.
    over()
    socket.terminate()
  }
  const watch = (): void => {
    if (!answered) return drop()
    answered = false
    socket.ping()
    timer = clock.after(PING_MS, watch)
  }

  socket.on('message', (data, isBinary) => {
    const packet = isOver || isBinary ? undefined : parse(data.toString())
    if (packet !== undefined) onPacket(packet)
  })
  socket.on('pong', () => (answered = true))
  // Too long a packet, a broken frame: `ws` closes by itself after this.
  socket.on('error', over)
  socket.on('close', over)
  watch()
  return {
    send(packet) {
      if (isOver) return
      if (socket.bufferedAmount > MOST_WAITING_BYTES) return drop()
      socket.send(JSON.stringify(packet))
    },
    close(code) {
      over()
      socket.close(code)
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
