// Which kind of probe is opened by what. One line a kind: this is where a new one is entered.
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, type Result } from '../../../../native/kit/result.ts'
import type { SerialTransport } from '../../../../native/kit/transport.ts'
import type { Probe } from '../probe.ts'
import type { WatchSettings } from '../settings.ts'
import { createAddressBook, type Resolve } from './address-book.ts'
import { openClockProbe, type ClockProbeConfig } from './clock.ts'
import { openDnsProbe, type DnsProbeConfig } from './dns.ts'
import { openHeartbeatProbe, type HeartbeatProbeConfig } from './heartbeat.ts'
import { openLogTailProbe, type LogTailProbeConfig } from './log-tail.ts'
import { openProcessProbe, type ProcessProbeConfig } from './process.ts'
import { openSerialLineProbe, type SenseTransport, type SerialLineProbeConfig } from './serial-line.ts'
import { openHttpProbe, type HttpProbeConfig } from './http.ts'
import { openIcmpProbe, type IcmpProbeConfig } from './icmp.ts'
import { pingHere, type PingProgram } from './ping-program.ts'
import type { LogReader } from '../log-tail/log-reader.ts'
import type { ProcessList } from '../processes/process-list.ts'
import { openSipProbe, type SipProbeConfig } from './sip.ts'
import { openTcpProbe, type TcpProbeConfig } from './tcp.ts'
import { openWitnessProbe, type WitnessProbeConfig, type WitnessRadio } from './witness.ts'

/** The keys are those of the site file. */
export type ProbeTarget =
  | TcpProbeConfig | HttpProbeConfig | SipProbeConfig | DnsProbeConfig | ClockProbeConfig | IcmpProbeConfig
  | HeartbeatProbeConfig | WitnessProbeConfig
  | LogTailProbeConfig | ProcessProbeConfig | SerialLineProbeConfig

export interface OpenProbeDeps {
  readonly clock: Clock
  readonly random: Random
  readonly settings: WatchSettings
  /** Absent: the one of this system. */
  readonly ping?: PingProgram
  /** Absent: the system's resolver. */
  readonly resolve?: Resolve
  /** The control radio by its device id, undefined when the site has none of that name. */
  readonly witnessRadio: (device: string) => WitnessRadio | undefined
  // What is absent cannot be used here: its probes say so and prove nothing.
  readonly logReader?: LogReader | undefined
  readonly processes?: ProcessList | undefined
  readonly openSenseLine?: ((transport: SenseTransport, owner: string) => SerialTransport) | undefined
}

/** @returns a function that opens a probe for a target; SITE_INVALID when the target cannot be probed as it is written */
export function createProbeOpener(deps: OpenProbeDeps): (target: ProbeTarget) => Result<Probe> {
  const ping = deps.ping ?? pingHere(process.platform, deps.settings.probeTimeoutMs)
  const shared = { ...deps, ping, addresses: createAddressBook(deps.clock, deps.resolve) }
  return (target) => {
    switch (target.kind) {
      case 'tcp': return openTcpProbe(target, shared)
      case 'http': return openHttpProbe(target, shared)
      case 'sip': return openSipProbe(target, shared)
      case 'dns': return openDnsProbe(target, shared)
      case 'clock': return openClockProbe(target, shared)
      case 'icmp': return openIcmpProbe(target, shared)
      case 'log-tail': return openLogTailProbe(target, shared)
      case 'process': return openProcessProbe(target, shared)
      case 'serial-line': return openSerialLineProbe(target, shared)
      case 'heartbeat': return openHeartbeatProbe(target, shared)
      case 'witness': {
        const radio = deps.witnessRadio(target.device)
        return radio ? openWitnessProbe(radio, shared) : fail(failure('SITE_INVALID', `no control radio ${target.device}`))
      }
    }
  }
}
