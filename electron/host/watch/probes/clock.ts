// How far this workstation's clock is from a time server of the site. Source: RFC 5905, section 14 (SNTP client).
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import { ok } from '../../../../native/kit/result.ts'
import type { Probe } from '../probe.ts'
import type { WatchSettings } from '../settings.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { createClockPoll, isMeasurementDue, stillSays, takeMeasured, type ClockMeasured } from './clock-poll.ts'
import { NO_ADDRESS, resultOfSocketError } from './network-failure.ts'
import { decodeNtpAnswer, encodeNtpQuestion, isNtpAnswerTo, NTP_NONCE_BYTES, ntpOffset, type NtpAnswer } from './ntp-message.ts'

export interface ClockProbeConfig {
  readonly kind: 'clock'
  readonly server: string
  readonly port: number
  /** Further off than this the clock is not well. */
  readonly maxOffsetMs: number
  /** Time between measurements. */
  readonly everyS: number
}

interface ClockProbeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly settings: WatchSettings
  readonly addresses: AddressBook
}

type Found = Pick<ClockMeasured, 'result' | 'wish'>

export function openClockProbe(config: ClockProbeConfig, deps: ClockProbeDeps) {
  const { clock, settings } = deps
  let poll = createClockPoll(config.everyS * 1000)
  let underWay: Promise<ProbeResult> | undefined
  let stop: (() => void) | undefined

  /** Bounded by itself and shared by whoever asks meanwhile. */
  async function measure(): Promise<ProbeResult> {
    const abort = new AbortController()
    const timer = clock.after(settings.probeTimeoutMs, () => abort.abort())
    stop = () => abort.abort()
    const sentMs = clock.monotonicMs()
    const utcAheadMs = clock.utcMs() - sentMs
    const found = await askServer(config, deps, abort.signal)
    timer.cancel()
    poll = takeMeasured(poll, { ...found, sentMs, utcAheadMs })
    underWay = undefined
    return found.result
  }

  const probe: Probe = {
    async ask(signal) {
      const nowMs = clock.monotonicMs()
      if (signal.aborted) return TIMEOUT
      if (!underWay && poll.last && !isMeasurementDue(poll, nowMs, clock.utcMs() - nowMs)) return stillSays(poll.last, nowMs)
      underWay ??= measure()
      return Promise.race([underWay, aborted(signal).then(() => TIMEOUT)])
    },
    async close() {
      stop?.()
    },
  }
  return ok(probe)
}

const TIMEOUT: ProbeResult = { kind: 'timeout' }

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => { signal.addEventListener('abort', () => resolve(undefined), { once: true }) })

async function askServer(config: ClockProbeConfig, { clock, random, addresses }: ClockProbeDeps, signal: AbortSignal): Promise<Found> {
  const host = await Promise.race([addresses.addressOf(config.server), aborted(signal)])
  if (signal.aborted) return { result: TIMEOUT }
  if (host === undefined) return { result: NO_ADDRESS }
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' })
    const nonce = random.bytes(NTP_NONCE_BYTES)
    let asked = { utcMs: 0, atMs: 0 }
    let open = true
    const finish = (found: Found): void => {
      if (!open) return
      open = false
      signal.removeEventListener('abort', onAbort)
      socket.close()
      resolve(found)
    }
    const onAbort = (): void => finish({ result: TIMEOUT })
    signal.addEventListener('abort', onAbort)
    socket.on('error', (error: NodeJS.ErrnoException) => finish({ result: resultOfSocketError(error) }))
    socket.on('message', (bytes) => {
      const tookMs = clock.monotonicMs() - asked.atMs
      const answer = decodeNtpAnswer(bytes)
      // A stray datagram is not an answer; keep waiting for ours.
      if (answer.ok && isNtpAnswerTo(answer.value, nonce)) finish(judgeNtpAnswer(answer.value, config.maxOffsetMs, asked.utcMs, tookMs))
    })
    socket.once('connect', () => {
      if (!open) return
      asked = { utcMs: clock.utcMs(), atMs: clock.monotonicMs() }
      socket.send(encodeNtpQuestion(nonce), (error) => { if (error) finish({ result: resultOfSocketError(error) }) })
    })
    socket.connect(config.port, host)
  })
}

const LEAP_UNKNOWN = 3
const STRATUM_UNSYNCHRONISED = 16

/** What a time server's answer to our question says of it and of our clock. Pure. */
export function judgeNtpAnswer(answer: NtpAnswer, maxOffsetMs: number, askedUtcMs: number, tookMs: number): Found {
  const latencyMs = Math.round(tookMs)
  const { stratum, leap, kiss } = answer
  if (kiss !== '') {
    const detail = `NTP ${kiss}`
    if (kiss === 'DENY' || kiss === 'RSTR') return { result: { kind: 'refused', detail }, wish: 'never' }
    return { result: { kind: 'reply', latencyMs, detail, limited: detail }, ...(kiss === 'RATE' && { wish: 'slower' }) }
  }
  const { offsetMs, delayMs } = ntpOffset(answer, askedUtcMs, tookMs)
  const offset = `offset ${offsetMs < 0 ? '-' : '+'}${Math.abs(Math.round(offsetMs))} ms`
  if (leap === LEAP_UNKNOWN || stratum === 0 || stratum >= STRATUM_UNSYNCHRONISED) {
    return { result: { kind: 'reply', latencyMs, detail: 'server not synchronised', limited: 'server not synchronised' } }
  }
  const detail = `${offset}, stratum ${stratum}`
  // The road explains at most half its delay: only what is beyond that is measured.
  const isOff = Math.abs(offsetMs) - Math.max(0, delayMs) / 2 > maxOffsetMs
  return { result: { kind: 'reply', latencyMs, detail, ...(isOff && { limited: offset }) } }
}
