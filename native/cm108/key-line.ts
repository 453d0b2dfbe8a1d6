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
  let turn: Promise<unknown> = Promise.resolve()
  let closing: Promise<void> = Promise.resolve()

  const tell = (next: Sensed): void => {
    if (next.carrier === sensed.carrier && next.readBack === sensed.readBack) return
    sensed = next
    for (const listener of [...sensedListeners]) listener(next)
  }
  const write = async (keyed: boolean): Promise<Result<void>> => {
    const restMs = lastWriteMs + SPACING_MS - clock.monotonicMs()
    if (restMs > 0) await new Promise<void>((resolve) => void clock.after(restMs, resolve))
    const written = await transport.write(encodeKeyReport(options, keyed))
    lastWriteMs = clock.monotonicMs()
    return written
  }
  const inTurn = (work: () => Promise<Result<void>>): Promise<Result<void>> => {
    const mine = turn.then(work)
    turn = mine
    return mine
  }
  const unkey = (): Promise<Result<void>> => inTurn(async () => {
    const written = await write(false)
    // The guard is let go of only when the pin is down: until then it is the one who would still take it down.
    if (written.ok) guard.disarm()
    return written
  })
  const key = (): Promise<Result<void>> => inTurn(async () => {
    // While it waited its turn the line may have been taken down.
    if (life !== 'open') return fail(failure('LINK_CLOSED', name))
    const armed = await guard.arm()
    if (!armed.ok) return armed
    return life === 'open' ? write(true) : fail(failure('LINK_CLOSED', name))
  })
  const end = (): void => {
    life = 'closed'
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
    const wasOpen = life === 'open'
    end()
    if (!wasOpen) return
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
      await closing
      const opened = await transport.open()
      const prepared = opened.ok ? await prepare() : opened
      if (life === 'opening' && prepared.ok) {
        life = 'open'
        return ok()
      }
      const closedMeanwhile = life !== 'opening'
      end()
      if (opened.ok) {
        await guard.stop()
        await transport.close()
      }
      return prepared.ok && closedMeanwhile ? fail(failure('LINK_CLOSED', name)) : prepared
    },
    async close() {
      const before = life
      end()
      if (before === 'open') void letGo(true)
      if (before === 'opening') await transport.close()
      await closing
    },
    setKeyed: async (keyed) => {
      if (life !== 'open') return fail(failure('LINK_CLOSED', name))
      return keyed ? key() : unkey()
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
