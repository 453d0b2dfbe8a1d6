// A heartbeat pushed to us by the RBS vendor or a watchdog script, over UDP or HTTP. Each beat is a reply, a missing one silence.
//
// UDP: one datagram `beat`, `beat <token>`, either with a number behind it. HTTP: POST /beat with the same text as its body;
// answered 204, else 4xx. For whoever sends: resources/docs/heartbeat.md.
import { createSocket, type Socket } from 'node:dgram'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { isIPv6 } from 'node:net'
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import { failure, type ErrorCode, type Failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { WatchSettings } from '../settings.ts'
import { BEAT_BYTES_MAX, beatMissedAtMs, missBeat, readBeat, takeBeat, takeNumber, type BeatNumbers, type BeatRhythm } from './beat.ts'

export interface HeartbeatProbeConfig {
  readonly kind: 'heartbeat'
  readonly transport: 'udp' | 'http'
  /** Address of this workstation on which beats are awaited. */
  readonly host: string
  readonly port: number
  /** How often the sender sends. */
  readonly everyMs: number
  readonly token?: string
}

export interface HeartbeatDeps {
  readonly clock: Clock
  readonly settings: WatchSettings
}

/** An HTTP sender that dawdles is cut off. */
const REQUEST_MS = 2_000

interface Listener {
  close(): Promise<void>
}

/** @returns SITE_INVALID when beats come too seldom for the silence rule: every gap between them would read as a fault */
export function openHeartbeatProbe(config: HeartbeatProbeConfig, deps: HeartbeatDeps): Result<Probe> {
  const { probeEveryMs, probeTimeoutMs } = deps.settings
  if (config.everyMs > probeEveryMs) return fail(failure('SITE_INVALID', `everyMs ${config.everyMs} is above ${probeEveryMs}`))
  let listener: Listener | undefined
  let timer: Timer | undefined
  let rhythm: BeatRhythm
  let numbers: BeatNumbers = {}

  const nowMs = (): number => Math.floor(deps.clock.monotonicMs())
  const arm = (ears: ProbeEars): void => {
    timer?.cancel()
    timer = deps.clock.after(Math.max(0, beatMissedAtMs(rhythm) - deps.clock.monotonicMs()), () => {
      while (beatMissedAtMs(rhythm) <= nowMs()) {
        const missed = missBeat(rhythm)
        rhythm = missed.rhythm
        ears.push({ result: { kind: 'timeout' }, sentMs: missed.dueMs, regular: true })
      }
      arm(ears)
    })
  }
  const hear = (text: string, ears: ProbeEars): boolean => {
    const beat = readBeat(text, config.token)
    if (!beat) return false
    const counted = takeNumber(numbers, beat)
    numbers = counted.numbers
    // It was well said, so its sender is told no fault; but it proves nothing of now.
    if (counted.news === 'again') return true
    const atMs = nowMs()
    const taken = takeBeat(rhythm, atMs)
    rhythm = taken.rhythm
    ears.push({ result: { kind: 'reply', ...(counted.news === 'restarted' && { detail: 'sender restarted' }) }, sentMs: atMs, regular: taken.regular })
    arm(ears)
    return true
  }

  return ok({
    async open(ears) {
      const started = config.transport === 'udp'
        ? await listenUdp(config, (text) => hear(text, ears))
        : await listenHttp(config, (text) => hear(text, ears))
      if (!started.ok) return started
      listener = started.value
      rhythm = { everyMs: probeEveryMs, graceMs: probeTimeoutMs, lastMs: nowMs() }
      arm(ears)
      return ok()
    },
    async close() {
      timer?.cancel()
      const closing = listener
      listener = undefined
      await closing?.close()
    },
  } satisfies Probe)
}

function listenUdp(config: HeartbeatProbeConfig, hear: (text: string) => boolean): Promise<Result<Listener>> {
  return new Promise((resolve) => {
    const socket: Socket = createSocket({ type: isIPv6(config.host) ? 'udp6' : 'udp4' })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(fail(listenFailure(error))))
    socket.on('message', (bytes) => { if (bytes.length <= BEAT_BYTES_MAX) hear(bytes.toString('latin1')) })
    socket.bind({ port: config.port, address: config.host, exclusive: true }, () => {
      resolve(ok({ close: () => new Promise<void>((closed) => socket.close(() => closed())) }))
    })
  })
}

async function listenHttp(config: HeartbeatProbeConfig, hear: (text: string) => boolean): Promise<Result<Listener>> {
  const { createServer } = await import('node:http')
  return new Promise((resolve) => {
    const server: Server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: REQUEST_MS },
      (request, response) => takeRequest(request, response, hear))
    server.on('error', (error: NodeJS.ErrnoException) => resolve(fail(listenFailure(error))))
    server.listen({ port: config.port, host: config.host, exclusive: true }, () => {
      resolve(ok({
        close: () => new Promise<void>((closed) => {
          server.close(() => closed())
          server.closeAllConnections()
        }),
      }))
    })
  })
}

function takeRequest(request: IncomingMessage, response: ServerResponse, hear: (text: string) => boolean): void {
  const answer = (status: number): void => {
    // Said before the body was read to its end: the line is of no further use.
    if (!request.complete) response.setHeader('connection', 'close')
    response.writeHead(status, { 'content-length': 0 }).end()
  }
  if (request.url !== '/beat') return answer(404)
  if (request.method !== 'POST') return answer(405)
  let text = ''
  request.setEncoding('latin1')
  request.on('data', (part: string) => {
    text += part
    if (text.length > BEAT_BYTES_MAX && !response.headersSent) answer(413)
    if (text.length > BEAT_BYTES_MAX) text = text.slice(0, BEAT_BYTES_MAX + 1)
  })
  request.on('end', () => { if (!response.headersSent) answer(hear(text) ? 204 : 403) })
  request.on('error', () => response.destroy())
}

const LISTEN_CODES: Readonly<Record<string, ErrorCode>> = { EADDRINUSE: 'LINK_BUSY', EACCES: 'LINK_DENIED', EPERM: 'LINK_DENIED' }

const listenFailure = (error: NodeJS.ErrnoException): Failure =>
  failure(LISTEN_CODES[error.code ?? ''] ?? 'LINK_MISSING', error.message)
