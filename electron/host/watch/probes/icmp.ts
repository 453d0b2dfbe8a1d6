// ICMP echo through one long-running `ping`: raw sockets need rights this program shall not have. Secondary by nature, since a
// machine that answers proves no program on it. Its answers are pushed; what does not come in time is a miss, as with a heartbeat.
import type { ChildProcess } from 'node:child_process'
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import { failure, type ErrorCode } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { WatchSettings } from '../settings.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { beatMissedAtMs, missBeat, takeBeat, type BeatRhythm } from './beat.ts'
import { NO_ADDRESS } from './network-failure.ts'
import { decodePingLine, splitPingLines } from './ping-lines.ts'
import { startPing, type PingProgram } from './ping-program.ts'

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
/** One that ends sooner by itself, for no reason we know, says nothing of the target: the probe cannot be used. */
const LIFE_MIN_MS = 10_000
/** No road to the target: it is tried again after this, twice as long each time. */
const RETRY_MS = 1_000
const RETRY_MAX_MS = 16_000
const LOOKUP_MS = 500
const END_MS = 500
const SAID_MAX = 1_000

/** Words of iputils about the road, not about itself. */
const NO_ROAD = /unreachable|no route|cannot assign requested address|address family/i
const NOT_ALLOWED = /not permitted|permission denied/i

export function openIcmpProbe(config: IcmpProbeConfig, deps: IcmpProbeDeps) {
  const pinger = new Pinger(config.host, deps)
  const probe: Probe = { open: (ears) => pinger.open(ears), close: () => pinger.close() }
  return ok(probe)
}

class Pinger {
  readonly #host: string
  readonly #deps: IcmpProbeDeps
  #ears: ProbeEars | undefined
  #child: ChildProcess | undefined
  #rhythm: BeatRhythm | undefined
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
    const started = await this.#start()
    if (started.ok && this.#ears) this.#awaitNext()
    return started
  }

  async close(): Promise<void> {
    this.#ears = undefined
    this.#missTimer?.cancel()
    this.#retryTimer?.cancel()
    const child = this.#child
    this.#child = undefined
    if (child) await end(child, this.#deps.clock)
  }

  // ── the child ────────────────────────────────────────────────────────────────────────────

  async #start(): Promise<Result<void>> {
    const { ping } = this.#deps
    const address = await this.#address()
    if (!this.#ears) return ok()
    if (address === undefined) {
      this.#trouble = NO_ADDRESS.detail
      this.#retryLater()
      return ok()
    }
    const child = startPing(ping, address)
    const startMs = this.#nowMs()
    this.#child = child
    const said = { text: '', errors: '' }
    let lastSequence = -1
    child.stdout?.setEncoding('latin1').on('data', (text: string) => {
      if (this.#child !== child) return
      const { lines, rest } = splitPingLines(said.text + text)
      said.text = rest
      for (const line of lines) lastSequence = this.#hear(line, lastSequence)
    })
    child.stderr?.setEncoding('latin1').on('data', (text: string) => {
      said.errors = (said.errors + text).slice(-SAID_MAX)
      const last = said.errors.trim().split(/\r?\n/).at(-1)
      if (this.#child === child && last !== undefined && NO_ROAD.test(last)) this.#trouble = last
    })
    child.once('close', () => { if (this.#child === child) this.#ended(said.errors, startMs) })
    return new Promise((resolve) => {
      child.once('spawn', () => resolve(ok()))
      child.once('error', ({ message }) => {
        if (this.#child === child) this.#child = undefined
        resolve(fail(failure('LINK_MISSING', `${message}. ${ping.cure}`)))
      })
    })
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

  #ended(errors: string, startMs: number): void {
    this.#child = undefined
    const reason = errors.trim().split(/\r?\n/).at(-1) ?? ''
    if (NO_ROAD.test(reason)) {
      this.#trouble = reason
      return this.#retryLater()
    }
    if (NOT_ALLOWED.test(reason)) return this.#lose('LINK_DENIED', reason)
    if (this.#nowMs() - startMs < LIFE_MIN_MS) return this.#lose('LINK_LOST', reason === '' ? 'ping ended at once' : reason)
    this.#retryMs = RETRY_MS
    void this.#restart()
  }

  async #restart(): Promise<void> {
    const started = await this.#start()
    if (!started.ok) this.#ears?.lost(started.error)
  }

  #retryLater(): void {
    this.#retryTimer = this.#deps.clock.after(this.#retryMs, () => void this.#restart())
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS)
  }

  #lose(code: ErrorCode, reason: string): void {
    this.#missTimer?.cancel()
    const detail = code === 'LINK_DENIED' ? `${reason}. ${this.#deps.ping.cure}` : reason
    this.#ears?.lost(failure(code, detail))
  }

  // ── what it says ─────────────────────────────────────────────────────────────────────────

  /** @returns the highest sequence number answered so far */
  #hear(text: string, lastSequence: number): number {
    const line = decodePingLine(text)
    if (line?.kind === 'unreachable') this.#trouble = line.detail
    if (line?.kind !== 'answered' || !this.#rhythm || !this.#ears) return lastSequence
    const sequence = line.sequence ?? lastSequence + 1
    // Late or for the second time is no answer, as with every other probe.
    if (sequence <= lastSequence || line.latencyMs > this.#deps.settings.probeTimeoutMs) return lastSequence
    const latencyMs = Math.round(line.latencyMs)
    const sentMs = this.#nowMs() - latencyMs
    const taken = takeBeat(this.#rhythm, sentMs)
    this.#rhythm = taken.rhythm
    this.#trouble = undefined
    this.#retryMs = RETRY_MS
    this.#ears.push({ result: { kind: 'reply', latencyMs }, sentMs, regular: taken.regular })
    this.#awaitNext()
    return sequence
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

/** It ends at once when told; one that does not is killed. */
function end(child: ChildProcess, clock: Clock): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = clock.after(END_MS, () => {
      child.kill('SIGKILL')
      resolve()
    })
    child.once('close', () => {
      timer.cancel()
      resolve()
    })
    child.kill()
  })
}
