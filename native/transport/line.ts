// The life of a byte line, the same for a serial port and a terminal server: one opening at a time, lost at most once
// an opening, nothing delivered after the end, and the next opening waits until the last one has let go.
import type { Clock } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { ModemInputs, ModemOutputs, SerialTransport } from '../kit/transport.ts'
import { bounded } from './bounded.ts'
import { createListeners } from './listeners.ts'
import { createOutgoingQueue, type OutgoingQueue } from './outgoing-queue.ts'

/** What an opened port or socket offers the line. */
export interface Wire {
  /** Gives a chunk to the system; calls `taken` when it has it. An error goes to `WireEvents.lost`, never thrown. */
  send(chunk: Uint8Array, taken: () => void): void
  /** Frees the port, bounded. `drain`: what was sent may still go out; `discard`: the line is gone. Never rejects. */
  release(how: 'drain' | 'discard'): Promise<void>
  setOutputs(lines: ModemOutputs): Promise<Result<void>>
  readInputs(): Promise<Result<ModemInputs>>
}

export interface WireEvents {
  readonly data: (bytes: Uint8Array) => void
  readonly lost: (cause: Failure) => void
}

export interface LineOptions {
  readonly name: string
  readonly clock: Clock
  /** Opens within 8 s, or fails; never rejects. May call `events.lost` before it resolves. */
  readonly openWire: (events: WireEvents) => Promise<Result<Wire>>
  readonly chunkBytes: number
  readonly stallMs: number
}

/** The last words of a driver (ATH) get this long to leave before the port is closed. */
const DRAIN_MS = 500

interface Session {
  ended: boolean
  lostWhileOpening: Failure | undefined
  wire: Wire | undefined
  queue: OutgoingQueue | undefined
}

export function createLine(options: LineOptions): SerialTransport {
  const { name, clock } = options
  const data = createListeners<Uint8Array>()
  const lost = createListeners<Failure>()
  let session: Session | undefined
  let endedBy: 'close' | 'loss' = 'close'
  let opening: Promise<Result<void>> | undefined
  let releasing: Promise<void> = Promise.resolve()

  const lose = (mine: Session, cause: Failure): void => {
    if (mine.ended) return
    if (!mine.wire) {
      mine.lostWhileOpening ??= cause
      return
    }
    mine.ended = true
    mine.queue?.clear()
    session = undefined
    endedBy = 'loss'
    releasing = mine.wire.release('discard')
    lost.emit(cause)
  }

  const start = async (mine: Session): Promise<Result<void>> => {
    await releasing
    const opened = await options.openWire({
      data: (bytes) => {
        if (!mine.ended) data.emit(bytes)
      },
      lost: (cause) => lose(mine, cause),
    })
    const refused = mine.ended ? failure('LINK_CLOSED', name) : mine.lostWhileOpening
    if (!opened.ok || refused) {
      if (session === mine) session = undefined
      mine.ended = true
      if (!opened.ok) return opened
      releasing = opened.value.release('discard')
      await releasing
      return fail(refused ?? failure('LINK_LOST', name))
    }
    const wire = opened.value
    mine.wire = wire
    mine.queue = createOutgoingQueue({
      clock,
      chunkBytes: options.chunkBytes,
      stallMs: options.stallMs,
      send: (chunk, taken) => wire.send(chunk, taken),
      onStalled: () => lose(mine, failure('LINK_TIMEOUT', `${name}: takes no bytes`)),
    })
    return ok()
  }

  return {
    name,
    async open() {
      if (session) return fail(failure('LINK_BUSY', `${name}: already open here`))
      const mine: Session = { ended: false, lostWhileOpening: undefined, wire: undefined, queue: undefined }
      session = mine
      // An opening that was closed half-way still holds the port until it has ended.
      const before = opening
      opening = before ? before.then(() => start(mine)) : start(mine)
      return opening
    },
    write(bytes) {
      const mine = session
      if (!mine?.queue) return fail(failure(mine || endedBy === 'close' ? 'LINK_CLOSED' : 'LINK_LOST', name))
      if (!mine.queue.push(bytes)) lose(mine, failure('LINK_TIMEOUT', `${name}: too much waiting to be sent`))
      return mine.ended ? fail(failure('LINK_LOST', name)) : ok()
    },
    async close() {
      const mine = session
      session = undefined
      endedBy = 'close'
      if (mine) mine.ended = true
      if (mine?.wire && mine.queue) releasing = letGo(clock, mine.wire, mine.queue)
      else await opening
      await releasing
    },
    onData: data.add,
    onLost: lost.add,
    setOutputs: async (lines) => session?.wire?.setOutputs(lines) ?? fail(failure('LINK_CLOSED', name)),
    readInputs: async () => session?.wire?.readInputs() ?? fail(failure('LINK_CLOSED', name)),
  }
}

async function letGo(clock: Clock, wire: Wire, queue: OutgoingQueue): Promise<void> {
  const { done } = await bounded(clock, DRAIN_MS, queue.drained())
  queue.clear()
  await wire.release(done ? 'drain' : 'discard')
}
