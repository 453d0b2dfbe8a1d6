// ICMP echo through one long-running `ping`: raw sockets need rights this program shall not have. Secondary by nature, since a
// machine that answers proves no program on it. Its answers are pushed; what does not come in time is a miss, as with a heartbeat.
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { WatchSettings } from '../settings.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { beatMissedAtMs, missBeat, takeBeat, type BeatRhythm } from './beat.ts'
import { NO_ADDRESS } from './network-failure.ts'
import { runPing, type PingEnd, type RunningPing } from './ping-child.ts'
import { decodePingLine } from './ping-lines.ts'
import type { PingProgram } from './ping-program.ts'

export interface IcmpProbeConfig {
  readonly kind: 'icmp'
  readonly host: string
}

interface IcmpProbeDeps {
  readonly clock: Clock
  readonly settings: WatchSettings
  readonly addresses: AddressBook
  readonly ping: PingProgram
}

/** `ping` sends a little later than each second. */
const SLACK_MS = 50
/** No road to the target: it is tried again after this, twice as long each time. */
const RETRY_MS = 1_000
const RETRY_MAX_MS = 16_000
const LOOKUP_MS = 500

export function openIcmpProbe(config: IcmpProbeConfig, deps: IcmpProbeDeps) {
  const pinger = new Pinger(config.host, deps)
  const probe: Probe = { open: (ears) => pinger.open(ears), close: () => pinger.close() }
  return ok(probe)
}

class Pinger {
  readonly #host: string
  readonly #deps: IcmpProbeDeps
  #ears: ProbeEars | undefined
  #running: RunningPing | undefined
  #rhythm: BeatRhythm | undefined
  #lastSequence = -1
  #missTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #retryMs = RETRY_MS
  /** What was last said of the road, since the last answer. */
  #trouble: string | undefined

  constructor(host: string, deps: IcmpProbeDeps) {
    this.#host = host
    this.#deps = deps
  }

  async open(ears: ProbeEars): Promise<Result<void>> {
    this.#ears = ears
    const { probeEveryMs: everyMs, probeTimeoutMs } = this.#deps.settings
    // The first question goes out at once.
    this.#rhythm = { everyMs, graceMs: probeTimeoutMs + SLACK_MS, lastMs: this.#nowMs() - everyMs }
    this.#retryMs = RETRY_MS
    const end = await this.#start()
    if (end?.why === 'broken') return fail(end.error)
    if (this.#ears) this.#awaitNext()
    return ok()
  }

  async close(): Promise<void> {
    this.#ears = undefined
    this.#missTimer?.cancel()
    this.#retryTimer?.cancel()
    await this.#running?.stop()
    this.#running = undefined
  }

  // ── the child ────────────────────────────────────────────────────────────────────────────

  /** @returns why it does not run, undefined when it does */
  async #start(): Promise<PingEnd | undefined> {
    const address = await this.#address()
    if (!this.#ears) return undefined
    if (address === undefined) return this.#retryLater(NO_ADDRESS.detail ?? '')
    this.#lastSequence = -1
    this.#running = runPing(this.#deps.ping, address, this.#deps.clock, {
      onLine: (line) => this.#hear(line),
      onTrouble: (detail) => { this.#trouble = detail },
      onEnd: (end) => this.#ended(end),
    })
    const end = await this.#running.started
    return end?.why === 'no-road' ? this.#retryLater(end.detail) : end
  }

  /** A resolver that is silent must not hold up what is told of the target: nothing came back. */
  #address(): Promise<string | undefined> {
    const { addresses, clock } = this.#deps
    return new Promise((resolve) => {
      const timer = clock.after(LOOKUP_MS, () => resolve(undefined))
      void addresses.addressOf(this.#host).then((address) => {
        timer.cancel()
        resolve(address)
      })
    })
  }

  #ended(end: PingEnd): void {
    switch (end.why) {
      case 'no-road': this.#retryLater(end.detail); break
      case 'old-age': void this.#restart(); break
      case 'broken': this.#lose(end); break
    }
  }

  async #restart(): Promise<void> {
    const end = await this.#start()
    if (end?.why === 'broken') this.#lose(end)
  }

  #lose(end: Extract<PingEnd, { why: 'broken' }>): void {
    this.#missTimer?.cancel()
    this.#ears?.lost(end.error)
  }

  #retryLater(trouble: string): undefined {
    if (!this.#ears) return
    this.#trouble = trouble
    this.#retryTimer = this.#deps.clock.after(this.#retryMs, () => void this.#restart())
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS)
  }

  // ── what it says ─────────────────────────────────────────────────────────────────────────

  #hear(text: string): void {
    const line = decodePingLine(text)
    if (line?.kind === 'unreachable') this.#trouble = line.detail
    if (line?.kind !== 'answered' || !this.#rhythm || !this.#ears) return
    const sequence = line.sequence ?? this.#lastSequence + 1
    // Late or for the second time is no answer, as with every other probe.
    if (sequence <= this.#lastSequence || line.latencyMs > this.#deps.settings.probeTimeoutMs) return
    this.#lastSequence = sequence
    const latencyMs = Math.round(line.latencyMs)
    const sentMs = this.#nowMs() - latencyMs
    const taken = takeBeat(this.#rhythm, sentMs)
    this.#rhythm = taken.rhythm
    this.#trouble = undefined
    this.#retryMs = RETRY_MS
    this.#ears.push({ result: { kind: 'reply', latencyMs }, sentMs, regular: taken.regular })
    this.#awaitNext()
  }

  #awaitNext(): void {
    this.#missTimer?.cancel()
    if (!this.#rhythm) return
    this.#missTimer = this.#deps.clock.after(Math.max(0, beatMissedAtMs(this.#rhythm) - this.#deps.clock.monotonicMs()), () => this.#miss())
  }

  #miss(): void {
    while (this.#ears && this.#rhythm && beatMissedAtMs(this.#rhythm) <= this.#nowMs()) {
      const missed = missBeat(this.#rhythm)
      this.#rhythm = missed.rhythm
      const result: ProbeResult = this.#trouble === undefined ? { kind: 'timeout' } : { kind: 'unreachable', detail: this.#trouble }
      this.#ears.push({ result, sentMs: missed.dueMs, regular: true })
    }
    if (this.#ears) this.#awaitNext()
  }

  #nowMs(): number {
    return Math.floor(this.#deps.clock.monotonicMs())
  }
}
