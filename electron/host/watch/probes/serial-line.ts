// A contact on a modem line: a relay of the RBS, a UPS. Only reads. Opening a port raises RTS and DTR for a moment on Linux,
// whatever is asked (reference/hil.md, "FINDING"); after it both are low and stay so: whatever feeds the contact is its own.
// There are no modem-line events, so the line is polled, one question at a time.
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import { failure, type ErrorCode, type Failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { ModemInputs, SerialTransport, Unsubscribe } from '../../../../native/kit/transport.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { ProbeResult } from '../types.ts'
import { readLevel, type ContactLevel, type SteadyLevel } from './steady-level.ts'

export interface SerialLineProbeConfig {
  readonly kind: 'serial-line'
  readonly id: string
  readonly transport: SenseTransport
  readonly input: keyof ModemInputs
  /** Level that means well. */
  readonly good: ContactLevel
  readonly debounceMs: number
}

interface SenseAdapter {
  readonly vendorId: string
  readonly productId: string
  readonly serial?: string | undefined
  readonly port?: string | undefined
  readonly interface?: number | undefined
}

export type SenseTransport =
  | { readonly kind: 'serial'; readonly path?: string | undefined; readonly usb?: SenseAdapter | undefined }
  | { readonly kind: 'rfc2217'; readonly host: string; readonly port: number }

export interface SerialLineDeps {
  readonly clock: Clock
  /** @param owner  for whoever finds the port taken */
  readonly openSenseLine?: ((transport: SenseTransport, owner: string) => SerialTransport) | undefined
}

const POLL_MS = 100
/** A level that was read longer ago says nothing of now. */
const FRESH_MS = 500
/** A terminal server tells changes only: that it still does is asked for by setting again what already is. */
const PROVE_MS = 1_000
const REOPEN_MS = 2_000

/** Nothing that the port tells can be learnt here; it is tried again by the prober, and its silence proves nothing. */
const UNUSABLE: ReadonlySet<ErrorCode> = new Set(['LINK_DENIED', 'LINK_BUSY', 'LINK_UNSUPPORTED', 'LINK_AMBIGUOUS'])

/** @returns LINK_UNSUPPORTED where no port can be opened */
export function openSerialLineProbe(config: SerialLineProbeConfig, { clock, openSenseLine }: SerialLineDeps): Result<Probe> {
  if (!openSenseLine) return fail(failure('LINK_UNSUPPORTED', 'no serial ports here'))
  return ok(new SerialLineProbe(config, clock, openSenseLine(config.transport, config.id)))
}

class SerialLineProbe implements Probe {
  readonly #config: SerialLineProbeConfig
  readonly #clock: Clock
  readonly #line: SerialTransport
  #ears: ProbeEars | undefined
  #listening: Unsubscribe | undefined
  #timer: Timer | undefined
  #steady: SteadyLevel = {}
  /** Why nothing can be read now; undefined: it is read. */
  #trouble: Failure | undefined
  #readMs = -Infinity
  #provenMs = -Infinity
  /** Counts openings and their ends: what was begun before reaches nothing later. */
  #turn = 0

  constructor(config: SerialLineProbeConfig, clock: Clock, line: SerialTransport) {
    this.#config = config
    this.#clock = clock
    this.#line = line
  }

  async open(ears: ProbeEars): Promise<Result<void>> {
    this.#ears = ears
    this.#listening ??= this.#line.onLost((cause) => this.#lost(cause))
    const opened = await this.#openOnce(this.#turn)
    if (!opened.ok && UNUSABLE.has(opened.error.code)) return opened
    if (!opened.ok && this.#ears) this.#reopenLater()
    return ok()
  }

  async ask(): Promise<ProbeResult> {
    if (this.#trouble) return this.#resultOf(this.#trouble)
    const { level } = this.#steady
    if (level === undefined || this.#clock.monotonicMs() - this.#readMs > FRESH_MS) return { kind: 'timeout' }
    const detail = `${this.#config.input.toUpperCase()} ${level}`
    return level === this.#config.good ? { kind: 'reply', detail } : { kind: 'refused', detail }
  }

  async close(): Promise<void> {
    this.#end()
    this.#listening?.()
    this.#listening = undefined
    this.#ears = undefined
    await this.#line.close()
  }

  async #openOnce(turn: number): Promise<Result<void>> {
    const opened = await this.#line.open()
    if (turn !== this.#turn) {
      // Closed meanwhile: what has just been opened is closed again.
      if (opened.ok && !this.#ears) await this.#line.close()
      return opened
    }
    const read = opened.ok ? await this.#read() : opened
    if (turn !== this.#turn) return read
    if (read.ok) {
      this.#timer = this.#clock.after(POLL_MS, () => void this.#poll(this.#turn))
      return ok()
    }
    if (opened.ok) await this.#line.close()
    this.#trouble = read.error
    return read
  }

  async #poll(turn: number): Promise<void> {
    const before = this.#steady.level
    const read = await this.#read()
    if (turn !== this.#turn) return
    if (!read.ok) {
      // A line that does not answer is opened anew, so that no two questions ever wait for it.
      this.#lost(read.error)
      return void this.#line.close()
    }
    this.#timer = this.#clock.after(POLL_MS, () => void this.#poll(turn))
    if (this.#steady.level !== before) this.#ears?.suspect()
  }

  async #read(): Promise<Result<void>> {
    const turn = this.#turn
    const proven = await this.#prove()
    if (!proven.ok) return proven
    const read = await this.#line.readInputs()
    if (!read.ok) return read
    if (turn !== this.#turn) return ok()
    this.#trouble = undefined
    this.#readMs = this.#clock.monotonicMs()
    const level = read.value[this.#config.input] ? 'on' : 'off'
    this.#steady = readLevel(this.#steady, level, this.#config.debounceMs, this.#clock.monotonicMs())
    return ok()
  }

  async #prove(): Promise<Result<void>> {
    if (this.#config.transport.kind !== 'rfc2217' || this.#clock.monotonicMs() - this.#provenMs < PROVE_MS) return ok()
    const set = await this.#line.setOutputs({ rts: false, dtr: false })
    if (set.ok) this.#provenMs = this.#clock.monotonicMs()
    return set
  }

  #lost(cause: Failure): void {
    this.#end()
    this.#trouble = cause
    this.#reopenLater()
    this.#ears?.suspect()
  }

  #end(): void {
    this.#turn += 1
    this.#timer?.cancel()
    this.#steady = {}
  }

  #reopenLater(): void {
    const turn = this.#turn
    this.#timer?.cancel()
    this.#timer = this.#clock.after(REOPEN_MS, () => void this.#openOnce(turn).then((opened) => {
      if (!opened.ok && turn === this.#turn) this.#reopenLater()
    }))
  }

  /** A cable of our own that is out is known; a terminal server that does not answer is a network that may be ours. */
  #resultOf({ code, detail: said }: Failure): ProbeResult {
    const detail = said ? `${code} ${said}` : code
    const isOwnCable = this.#config.transport.kind === 'serial' && (code === 'LINK_LOST' || code === 'LINK_MISSING')
    if (isOwnCable) return { kind: 'unplugged', detail }
    return code === 'LINK_TIMEOUT' ? { kind: 'timeout', detail } : { kind: 'unreachable', detail }
  }
}
