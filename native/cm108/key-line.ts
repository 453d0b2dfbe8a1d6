// A key line over a pin of a CM108 family chip. The chip keeps its pin as it is when this program dies, so nothing is keyed
// without a guard that stands outside this process; a guard that falls un-keys the line and takes it down.
// Source: reference/hid-consoles.md section 1.4; architecture section 6, "a latching interface (CM108) has a watchdog process".
import type { Clock } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import type { KeyGuard, KeyLine, KeyLoss, Sensed } from '../kit/key-line.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { HidTransport } from '../kit/transport.ts'
import { encodeKeyReport, levelOfBit, type Pin, type ReportBit } from './report.ts'

export interface Cm108KeyLineOptions {
  readonly clock: Clock
  readonly transport: HidTransport
  readonly guard: KeyGuard
  readonly pin: Pin
  readonly activeLow: boolean
  readonly carrier?: ReportBit
  readonly readBack?: ReportBit
}

export const SPACING_MS = 3 // a CM109 that is written to faster misbehaves

export function createCm108KeyLine(options: Cm108KeyLineOptions): KeyLine {
  const { clock, transport, guard, carrier, readBack } = options
  const name = `${transport.name} GPIO${options.pin}`
  const sensedListeners = new Set<(sensed: Sensed) => void>()
  const lostListeners = new Set<(loss: KeyLoss) => void>()
  const sense = (report?: Uint8Array): Sensed => ({ carrier: levelOfBit(carrier, report), readBack: levelOfBit(readBack, report) })
  let life: 'closed' | 'opening' | 'open' = 'closed'
  let sensed = sense()
  let lastWriteMs = Number.NEGATIVE_INFINITY
  let last: Promise<unknown> = Promise.resolve()
  /** Counts openings and their ends: what was asked of an opening that is over reaches no later one. */
  let turn = 0
  let closing: Promise<void> = Promise.resolve()

  const tell = (next: Sensed): void => {
    if (next.carrier === sensed.carrier && next.readBack === sensed.readBack) return
    sensed = next
    for (const listener of [...sensedListeners]) listener(next)
  }
  const closed = (): Result<void> => fail(failure('LINK_CLOSED', name))
  const write = async (keyed: boolean, mine: number): Promise<Result<void>> => {
    const restMs = lastWriteMs + SPACING_MS - clock.monotonicMs()
    if (restMs > 0) await new Promise<void>((resolve) => void clock.after(restMs, resolve))
    if (keyed && mine !== turn) return closed()
    const written = await transport.write(encodeKeyReport(options, keyed))
    lastWriteMs = clock.monotonicMs()
    return written
  }
  const inTurn = (work: () => Promise<Result<void>>): Promise<Result<void>> => {
    const working = last.then(work)
    last = working
    return working
  }
  const unkey = (): Promise<Result<void>> => inTurn(async () => {
    const written = await write(false, turn)
    // The guard is let go of only when the pin is down: until then it is the one who would still take it down.
    if (written.ok) guard.disarm()
    return written
  })
  const key = (mine: number): Promise<Result<void>> => inTurn(async () => {
    // While it waited its turn the line may have been taken down.
    if (mine !== turn) return closed()
    const armed = await guard.arm()
    return armed.ok ? write(true, mine) : armed
  })
  const end = (): void => {
    life = 'closed'
    turn += 1
    tell(sense())
  }
  const letGo = (unkeyFirst: boolean): Promise<boolean> => {
    const unkeyed = unkeyFirst ? unkey().then((written) => written.ok) : Promise.resolve(false)
    const gone = unkeyed.then(async () => {
      await guard.stop()
      await transport.close()
    })
    closing = gone
    return unkeyed
  }
  const lose = (cause: Failure, unkeyFirst: boolean): void => {
    const before = life
    end()
    if (before === 'opening') void letGo(false)
    if (before !== 'open') return
    void letGo(unkeyFirst).then((unkeyed) => {
      for (const listener of [...lostListeners]) listener({ cause, unkeyed })
    })
  }
  const prepare = async (): Promise<Result<void>> => {
    const unkeyed = await unkey()
    return unkeyed.ok ? guard.start() : unkeyed
  }

  transport.onReport((report) => {
    if (life !== 'closed') tell(sense(report))
  })
  transport.onLost((cause) => lose(cause, false))
  guard.onFallen((cause) => lose({ ...cause, detail: `${name}: ${cause.detail}` }, true))

  return {
    name,
    async open() {
      if (life !== 'closed') return fail(failure('LINK_BUSY', `${name}: already open here`))
      life = 'opening'
      turn += 1
      const mine = turn
      await closing
      if (mine !== turn) return closed()
      const opened = await transport.open()
      const prepared = opened.ok && mine === turn ? await prepare() : opened
      // Whoever ended it meanwhile lets go of device and guard.
      if (mine !== turn) return prepared.ok ? closed() : prepared
      if (prepared.ok) {
        life = 'open'
        return ok()
      }
      end()
      await letGo(false)
      await closing
      return prepared
    },
    async close() {
      const before = life
      end()
      if (before !== 'closed') void letGo(before === 'open')
      await closing
    },
    setKeyed: async (keyed) => {
      if (life !== 'open') return closed()
      return keyed ? key(turn) : unkey()
    },
    get sensed() {
      return sensed
    },
    onSensed(listener) {
      sensedListeners.add(listener)
      return () => sensedListeners.delete(listener)
    },
    onLost(listener) {
      lostListeners.add(listener)
      return () => lostListeners.delete(listener)
    },
  }
}
