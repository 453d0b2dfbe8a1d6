// The plain rule in real time, as a few lines of script would have it: SIP OPTIONS over a new TCP connection each second,
// three misses in a row are down, one answer is up.
import { connect } from 'node:net'
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { LOOPBACK } from '../../sim/loopback-ports.ts'
import { QUESTION_TIMEOUT_MS, SECOND_MS } from './told.ts'

const MISSES = 3

export interface LiveMissesDeps {
  readonly clock: Clock
  readonly port: number
  /** Fraction of a second before the first question. */
  readonly phase: number
  readonly onChange: (to: 'ok' | 'down') => void
}

/** @returns ends it; a question under way is dropped */
export function watchByMisses({ clock, port, phase, onChange }: LiveMissesDeps): () => void {
  let inARow = 0
  let timer: Timer
  let drop: () => void = () => {}
  const take = (answered: boolean): void => {
    const wasDown = inARow >= MISSES
    inARow = answered ? 0 : inARow + 1
    const isDown = inARow >= MISSES
    if (isDown !== wasDown) onChange(isDown ? 'down' : 'ok')
  }
  const ask = (): void => {
    timer = clock.after(SECOND_MS, ask)
    drop = askOnce(clock, port, take)
  }
  timer = clock.after(phase * SECOND_MS, ask)
  return () => {
    timer.cancel()
    drop()
  }
}

function askOnce(clock: Clock, port: number, take: (answered: boolean) => void): () => void {
  const socket = connect({ host: LOOPBACK, port, noDelay: true })
  let open = true
  const close = (): void => {
    open = false
    timer.cancel()
    socket.destroy()
  }
  const finish = (answered: boolean): void => {
    if (!open) return
    close()
    take(answered)
  }
  const timer = clock.after(QUESTION_TIMEOUT_MS, () => finish(false))
  socket.once('connect', () => socket.write(question(port)))
  socket.once('data', (bytes) => finish(bytes.toString('latin1').startsWith('SIP/2.0 200')))
  socket.on('error', () => finish(false))
  socket.on('close', () => finish(false))
  return close
}

const question = (port: number): string => [
  `OPTIONS sip:${LOOPBACK}:${port} SIP/2.0`, `Via: SIP/2.0/TCP ${LOOPBACK}:5060;branch=z9hG4bKplain`, 'Max-Forwards: 70', `From: <sip:plain@${LOOPBACK}>;tag=1`,
  `To: <sip:${LOOPBACK}:${port}>`, 'Call-ID: plain', 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', '',
].join('\r\n')
