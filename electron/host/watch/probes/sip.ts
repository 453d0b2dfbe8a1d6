// SIP OPTIONS: the RBS's telephony side says it is there. Any final response is a reply. Source: RFC 3261, section 11.
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import { ok } from '../../../../native/kit/result.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { AddressBook } from './address-book.ts'
import { tcpLines, tlsLines, type OpenLine } from './line-socket.ts'
import { NO_ADDRESS } from './network-failure.ts'
import { SipLine } from './sip-line.ts'
import { askSipOverUdp } from './sip-udp.ts'
import { loadTrust, type TlsConfig } from './tls-trust.ts'

export interface SipProbeConfig extends TlsConfig {
  readonly kind: 'sip'
  readonly transport: 'udp' | 'tcp' | 'tls'
  readonly host: string
  /** Absent: the transport's own. */
  readonly port?: number
}

/** Source: RFC 3261, section 19.1.2. */
const DEFAULT_PORT = { udp: 5060, tcp: 5060, tls: 5061 } as const

export interface SipProbeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly addresses: AddressBook
}

export function openSipProbe(config: SipProbeConfig, deps: SipProbeDeps) {
  const { transport, port = DEFAULT_PORT[transport] } = config
  return ok(transport === 'udp' ? udpProbe(config.host, port, deps) : lineProbe({ ...config, transport, port }, deps))
}

function udpProbe(host: string, port: number, { clock, random, addresses }: SipProbeDeps): Probe {
  return {
    async ask(signal) {
      const address = await addresses.addressOf(host)
      return address === undefined ? NO_ADDRESS : askSipOverUdp({ host: address, port, clock, random }, signal)
    },
    close: async () => {},
  }
}

function lineProbe(config: SipProbeConfig & { readonly transport: 'tcp' | 'tls'; readonly port: number }, { clock, random, addresses }: SipProbeDeps): Probe {
  const { transport, host, port } = config
  let ears: ProbeEars | undefined
  let line: SipLine | undefined
  const start = (openLine: OpenLine): void => {
    line = new SipLine({ transport, port, openLine, clock, random, onBroken: () => ears?.suspect() })
  }
  if (transport === 'tcp') start(tcpLines(port))
  return {
    async open(given) {
      ears = given
      if (transport === 'tcp') return ok()
      const trust = await loadTrust(config)
      if (!trust.ok) return trust
      start(tlsLines({ port, name: host }, trust.value, clock.utcMs))
      return ok()
    },
    async ask(signal) {
      const address = await addresses.addressOf(host)
      return address === undefined || !line ? NO_ADDRESS : line.ask(address, signal)
    },
    async close() {
      ears = undefined
      line?.close()
    },
  }
}
