// SIP OPTIONS over UDP: one connected socket a question, so that an ICMP "port unreachable" belongs to that question.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import type { ProbeResult } from '../types.ts'
import { resultOfSocketError } from './network-failure.ts'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo, resultOfSipStatus } from './sip-message.ts'
import { sinceMs } from './stopwatch.ts'

/** The request is sent again after T1, then each time after twice as long, at most T2 (timer E). Source: RFC 3261, section 17.1.2. */
const T1_MS = 500
const T2_MS = 4_000
const NONCE_BYTES = 12

export interface SipUdpQuestion {
  /** An IP address. */
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly random: Random
}

/**
 * Any final response to this question is a reply, whatever its status: the far program read and understood it.
 *
 * @remarks Latency counts from the first sending, also when the answer is to a later one: which of the two it answers cannot
 *   be known, and whoever waits for a call to go through waits since the first.
 */
export function askSipOverUdp(question: SipUdpQuestion, signal: AbortSignal): Promise<ProbeResult> {
  const { host, port, clock, random } = question
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' })
    const nonce = createSipNonce(random.bytes(NONCE_BYTES), 1)
    const startMs = clock.monotonicMs()
    let open = true
    let again: { cancel(): void } | undefined
    const finish = (result: ProbeResult): void => {
      if (!open) return
      open = false
      again?.cancel()
      signal.removeEventListener('abort', onAbort)
      socket.close()
      resolve(result)
    }
    const onAbort = (): void => finish({ kind: 'timeout' })
    signal.addEventListener('abort', onAbort)
    socket.on('error', (error: NodeJS.ErrnoException) => finish(resultOfSocketError(error)))
    socket.on('message', (bytes) => {
      const response = decodeSipResponse(bytes)
      // A stray or foreign datagram is not an answer; keep waiting for ours.
      if (!response.ok || !isAnswerTo(response.value, nonce)) return
      const result = resultOfSipStatus(response.value.status, sinceMs(clock, startMs))
      if (result) finish(result)
    })
    socket.once('connect', () => {
      if (!open) return
      const { address, port: localPort } = socket.address()
      const request = encodeSipOptions({ transport: 'udp', target: { host, port }, local: { host: address, port: localPort }, nonce })
      // Errors come by the error event as well; the callback keeps an early one from being thrown.
      const send = (): void => socket.send(request, (error) => { if (error) finish(resultOfSocketError(error)) })
      const sendAgainAfter = (waitMs: number): void => {
        again = clock.after(waitMs, () => {
          send()
          sendAgainAfter(Math.min(waitMs * 2, T2_MS))
        })
      }
      send()
      sendAgainAfter(T1_MS)
    })
    socket.connect(port, host)
    if (signal.aborted) onAbort()
  })
}
