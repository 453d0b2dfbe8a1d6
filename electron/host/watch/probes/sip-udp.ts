// SIP OPTIONS over UDP: one connected socket a question, so that an ICMP "port unreachable" belongs to that question.
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import type { ProbeResult } from '../types.ts'
import { resultOfSocketError } from './network-failure.ts'
import { createSipNonce, decodeSipResponse, encodeSipOptions, isAnswerTo } from './sip-message.ts'
import { sinceMs } from './stopwatch.ts'

/** T1: the request is sent again after this; the next, at 1500 ms, lies beyond the probe's time-out. Source: RFC 3261, section 17.1.2. */
const RETRANSMIT_MS = 500
const NONCE_BYTES = 12

export interface SipUdpQuestion {
  /** An IP address. */
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly random: Random
}

/** Any SIP response to this question is a reply, whatever its status: the far program read and understood it. */
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
      finish({ kind: 'reply', latencyMs: sinceMs(clock, startMs), detail: `SIP ${response.value.status}` })
    })
    socket.once('connect', () => {
      if (!open) return
      const { address, port: localPort } = socket.address()
      const request = encodeSipOptions({ transport: 'udp', target: { host, port }, local: { host: address, port: localPort }, nonce })
      // Errors come by the error event as well; the callback keeps an early one from being thrown.
      const send = (): void => socket.send(request, (error) => { if (error) finish(resultOfSocketError(error)) })
      send()
      again = clock.after(RETRANSMIT_MS, () => { if (open) send() })
    })
    socket.connect(port, host)
    if (signal.aborted) onAbort()
  })
}
