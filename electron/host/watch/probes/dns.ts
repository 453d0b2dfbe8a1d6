// Asks the name server named, not the system's resolver. What its answers mean: README of watch, "What each answer means".
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { Probe } from '../probe.ts'
import type { ProbeResult } from '../types.ts'
import type { AddressBook } from './address-book.ts'
import { canonicalAddress, decodeDnsAnswer, encodeDnsQuestion, isDnsAnswerTo, isDnsName, type DnsAnswer, type DnsQuestion, type DnsRecordType } from './dns-message.ts'
import { NO_ADDRESS, resultOfSocketError } from './network-failure.ts'
import { sinceMs } from './stopwatch.ts'

export interface DnsProbeConfig {
  readonly kind: 'dns'
  readonly server: string
  readonly port: number
  readonly name: string
  readonly recordType: DnsRecordType
  /** One of the records must be this, as a zone file writes it. */
  readonly expect?: string
}

interface DnsProbeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly addresses: AddressBook
}

interface Place {
  /** An IP address. */
  readonly host: string
  readonly port: number
}

/** @returns SITE_INVALID when `name` cannot be asked */
export function openDnsProbe(config: DnsProbeConfig, { clock, random, addresses }: DnsProbeDeps): Result<Probe> {
  const { server, port, name, recordType: type, expect } = config
  if (!isDnsName(name)) return fail(failure('SITE_INVALID', name))
  const probe: Probe = {
    async ask(signal) {
      const startMs = clock.monotonicMs()
      const host = await addresses.addressOf(server)
      if (host === undefined) return NO_ADDRESS
      const [high = 0, low = 0] = random.bytes(2)
      const question: DnsQuestion = { id: high * 256 + low, name, type }
      const first = await askOverUdp({ host, port }, question, signal)
      // What does not fit into a datagram is asked again over TCP (RFC 1035, section 4.2.1; RFC 7766).
      const found = 'isTruncated' in first && first.isTruncated ? await askOverTcp({ host, port }, question, signal) : first
      return 'kind' in found ? found : judgeDnsAnswer(found, expect, sinceMs(clock, startMs))
    },
    close: async () => {},
  }
  return ok(probe)
}

const RCODES: Readonly<Record<number, string>> = { 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 4: 'NOTIMP', 5: 'REFUSED' }
const DETAIL_MAX = 80

/** What a name server's answer to our question says of it. Pure. */
export function judgeDnsAnswer({ rcode, records }: Pick<DnsAnswer, 'rcode' | 'records'>, expect: string | undefined, latencyMs: number): ProbeResult {
  const code = RCODES[rcode] ?? `RCODE ${rcode}`
  if (code === 'REFUSED') return { kind: 'refused', detail: 'DNS REFUSED' }
  if (code !== 'NOERROR' && code !== 'NXDOMAIN') return { kind: 'unreachable', detail: `DNS ${code}` }
  const detail = `DNS ${records.length > 0 ? records.join(', ').slice(0, DETAIL_MAX) : code === 'NXDOMAIN' ? code : 'no record'}`
  const isRight = records.length > 0 && (expect === undefined || records.some((record) => isSameRecord(record, expect)))
  const wrong = records.length > 0 ? `${detail}, not ${expect}` : detail
  return { kind: 'reply', latencyMs, detail, ...(!isRight && { limited: wrong }) }
}

const isSameRecord = (one: string, other: string): boolean => plainRecord(one) === plainRecord(other)
const plainRecord = (record: string): string => canonicalAddress(record.trim().replace(/\.$/, '').toLowerCase())

// ── over the wire ──────────────────────────────────────────────────────────────────────────

/** One connected socket a question, so that an ICMP "port unreachable" belongs to it and a late answer to another finds no ear. */
function askOverUdp({ host, port }: Place, question: DnsQuestion, signal: AbortSignal): Promise<DnsAnswer | ProbeResult> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'timeout' })
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' })
    let open = true
    const finish = (found: DnsAnswer | ProbeResult): void => {
      if (!open) return
      open = false
      signal.removeEventListener('abort', onAbort)
      socket.close()
      resolve(found)
    }
    const onAbort = (): void => finish({ kind: 'timeout' })
    signal.addEventListener('abort', onAbort)
    socket.on('error', (error: NodeJS.ErrnoException) => finish(resultOfSocketError(error)))
    socket.on('message', (bytes) => {
      const answer = decodeDnsAnswer(bytes)
      // A stray datagram is not an answer; keep waiting for ours.
      if (answer.ok && isDnsAnswerTo(answer.value, question)) finish(answer.value)
    })
    socket.once('connect', () => {
      if (open) socket.send(encodeDnsQuestion(question), (error) => { if (error) finish(resultOfSocketError(error)) })
    })
    socket.connect(port, host)
  })
}

function askOverTcp({ host, port }: Place, question: DnsQuestion, signal: AbortSignal): Promise<DnsAnswer | ProbeResult> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'timeout' })
    const socket = connect({ host, port, noDelay: true })
    const finish = (found: DnsAnswer | ProbeResult): void => {
      signal.removeEventListener('abort', onAbort)
      socket.destroy()
      resolve(found)
    }
    const onAbort = (): void => finish({ kind: 'timeout' })
    signal.addEventListener('abort', onAbort)
    socket.once('connect', () => {
      const message = encodeDnsQuestion(question)
      socket.write(Uint8Array.from([message.length >> 8, message.length & 0xff, ...message]))
    })
    // Stays after the end: a destroyed socket may still report. A name server that speaks over UDP and not over TCP has refused nothing.
    socket.on('error', (error: NodeJS.ErrnoException) => finish({ kind: 'unreachable', detail: `TCP ${error.code ?? error.message}` }))
    socket.on('close', () => finish({ kind: 'unreachable', detail: 'TCP closed by the other side' }))
    let received = Buffer.alloc(0)
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      const answer = decodeDnsAnswer(received.subarray(2, 2 + received.readUInt16BE(0)))
      const isOurs = answer.ok && isDnsAnswerTo(answer.value, question)
      finish(isOurs ? answer.value : { kind: 'unreachable', detail: 'TCP answer to another question' })
    })
  })
}
