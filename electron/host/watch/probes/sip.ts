// SIP OPTIONS: the RBS's telephony side says it is there. Any response is a reply. Source: RFC 3261, section 11.
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import { ok } from '../../../../native/kit/result.ts'
import type { Probe, ProbeEars } from '../probe.ts'
import type { AddressBook } from './address-book.ts'
import { NO_ADDRESS } from './network-failure.ts'
import { SipTcpLine } from './sip-tcp.ts'
import { askSipOverUdp } from './sip-udp.ts'

export interface SipProbeConfig {
  readonly kind: 'sip'
  readonly transport: 'udp' | 'tcp'
  readonly host: string
  readonly port: number
}

export interface SipProbeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly addresses: AddressBook
}

export function openSipProbe(config: SipProbeConfig, deps: SipProbeDeps) {
  return ok(config.transport === 'udp' ? udpProbe(config, deps) : tcpProbe(config, deps))
}

function udpProbe({ host, port }: SipProbeConfig, { clock, random, addresses }: SipProbeDeps): Probe {
  return {
    async ask(signal) {
      const address = await addresses.addressOf(host)
      return address === undefined ? NO_ADDRESS : askSipOverUdp({ host: address, port, clock, random }, signal)
    },
    close: async () => {},
  }
}

function tcpProbe({ host, port }: SipProbeConfig, { clock, random, addresses }: SipProbeDeps): Probe {
  let ears: ProbeEars | undefined
  const line = new SipTcpLine({ port, clock, random, onBroken: () => ears?.suspect() })
  return {
    async open(given) {
      ears = given
      return ok()
    },
    async ask(signal) {
      const address = await addresses.addressOf(host)
      return address === undefined ? NO_ADDRESS : line.ask(address, signal)
    },
    async close() {
      ears = undefined
      line.close()
    },
  }
}
