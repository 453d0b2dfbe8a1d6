// A site of sixty probes over fifteen services, and everything they ask: simulated RBSs, radios and a terminal server of ours,
// name server, time server and ping of Debian. All of it on loopback, and none of it in the process of the host.
import { appendFile, writeFile } from 'node:fs/promises'
import { createSimulatedTerminalServer, type SimulatedTerminalServer } from '../../native/transport/rfc2217/simulated-server.ts'
import { startRbs, type RbsSimulator } from '../sim/rbs.ts'
import { startRadioServer, type RadioServer } from '../sim/radio-server.ts'
import { startWorld, type World } from '../sim/world.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { startChrony, startDnsmasq, type DebianServer } from '../support/debian-server.ts'
import { editSite } from '../support/site-edit.ts'

type Kind = 'sip-udp' | 'sip-tcp' | 'tcp' | 'tcp-held' | 'http' | 'dns' | 'clock' | 'icmp' | 'heartbeat' | 'witness' | 'witness-2'
  | 'log-tail' | 'process' | 'serial-line'

const PRIMARIES = 2
/** Id, role, and what it is asked by; the first of them are primary. */
const SERVICES: readonly (readonly [id: string, role: string, probes: readonly Kind[]])[] = [
  ['rbs', 'console', ['sip-udp', 'heartbeat', 'sip-tcp', 'tcp']],
  ['c2000', 'witness', ['witness', 'witness-2', 'icmp', 'http']],
  ['lan', 'network', ['http', 'dns', 'icmp', 'tcp']],
  ['t112', 'telephony', ['sip-udp', 'sip-tcp', 'tcp-held', 'http']],
  ['t0900', 'telephony', ['sip-udp', 'sip-tcp', 'tcp-held', 'http']],
  ['gateway', 'gateway', ['icmp', 'dns', 'tcp', 'http']],
  ['power', 'power', ['serial-line', 'tcp', 'heartbeat', 'tcp-held']],
  ['time', 'other', ['clock', 'clock', 'dns', 'tcp']],
  ['gms', 'other', ['http', 'tcp-held', 'log-tail', 'process']],
  ['trunk-1', 'other', ['sip-udp', 'sip-tcp', 'sip-udp', 'tcp-held']],
  ['trunk-2', 'other', ['sip-udp', 'sip-tcp', 'sip-udp', 'http']],
  ['voice-1', 'other', ['sip-udp', 'sip-tcp', 'dns', 'log-tail']],
  ['voice-2', 'other', ['sip-udp', 'heartbeat', 'dns', 'http']],
  ['recorder', 'other', ['sip-udp', 'sip-tcp', 'process', 'http']],
  ['maps', 'other', ['sip-udp', 'heartbeat', 'icmp', 'tcp']],
]

export const LOAD_SERVICES = SERVICES.length
export const LOAD_PROBES = SERVICES.flatMap(([, , kinds]) => kinds).length

export interface LoadWorld {
  /** Everything asked over the network falls silent at one moment: ports stay open, nobody answers. */
  hang(): Promise<void>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const CONTROL_2 = { mcc: 204, mnc: 1000, ssi: 1_600_003 } as const
/** Beside the four of the demo. */
const DEMO_DEVICES = 4
const LOG_EVERY_MS = 500

interface Peers {
  readonly world: World
  readonly control2: RadioServer
  readonly contact: SimulatedTerminalServer
  readonly dns: DebianServer
  readonly time: DebianServer
  readonly log: string
  readonly systems: readonly RbsSimulator[]
}

/** @param path  where the site file goes; the log that is followed is written beside it */
export async function startLoadWorld(path: string): Promise<LoadWorld> {
  const world = await startWorld(systemClock, systemRandom)
  const contact = await createSimulatedTerminalServer({ port: 0 })
  if (!contact.ok) throw new Error(contact.error.detail)
  contact.value.setInputs({ cts: true, dsr: false, dcd: false })
  const peers: Peers = {
    world,
    control2: await startRadioServer({ clock: systemClock, identity: CONTROL_2, groups: world.groups }),
    contact: contact.value,
    dns: await startDnsmasq(['address=/rbs.example/10.0.0.5']),
    time: await startChrony(['local stratum 10']),
    log: `${path}.log`,
    systems: await Promise.all(SERVICES.map(() => startRbs({ clock: systemClock }))),
  }
  await writeFile(peers.log, '')
  const writing = setInterval(() => void appendFile(peers.log, 'link up\n'), LOG_EVERY_MS)
  await world.writeSite(path)
  await editSite(path, [
    [['services'], SERVICES.map(([id, role, kinds], at) => ({ id, role, label: id, probes: probesOf(id, kinds, (kind) => targetOf(kind, peers.systems[at], peers)) }))],
    [['devices', DEMO_DEVICES], { id: 'control-radio-2', driver: 'tetra-pei', label: 'Controleradio 2', transport: { kind: 'tcp', host: HOST, port: peers.control2.port } }],
  ])
  return {
    async hang() {
      peers.dns.hang()
      peers.time.hang()
      await Promise.all(peers.systems.flatMap((one) => [one.fail('rbs', { kind: 'hang' }), one.fail('page', { kind: 'hang' })]))
    },
    async stop() {
      clearInterval(writing)
      await stopAll(peers)
    },
  }
}

const probesOf = (service: string, kinds: readonly Kind[], target: (kind: Kind) => object): readonly object[] =>
  kinds.map((kind, at) => ({ id: `${service}-${at}`, weight: at < PRIMARIES ? 'primary' : 'secondary', ...target(kind) }))

function targetOf(kind: Kind, system: RbsSimulator | undefined, { contact, dns, time, log }: Peers): object {
  const { sipPort: port, httpPort, heartbeatPort } = system ?? { sipPort: 0, httpPort: 0, heartbeatPort: 0 }
  switch (kind) {
    case 'sip-udp': return { kind: 'sip', transport: 'udp', host: HOST, port }
    case 'sip-tcp': return { kind: 'sip', transport: 'tcp', host: HOST, port }
    case 'tcp': return { kind: 'tcp', host: HOST, port }
    case 'tcp-held': return { kind: 'tcp', host: HOST, port, held: true }
    case 'http': return { kind: 'http', url: `http://${HOST}:${httpPort}/` }
    case 'dns': return { kind: 'dns', server: HOST, port: dns.port, name: 'rbs.example', expect: '10.0.0.5' }
    case 'clock': return { kind: 'clock', server: HOST, port: time.port, everyS: 16 }
    case 'icmp': return { kind: 'icmp', host: HOST }
    case 'heartbeat': return { kind: 'heartbeat', transport: 'udp', host: HOST, port: heartbeatPort, everyMs: 500 }
    case 'witness': return { kind: 'witness', device: 'control-radio' }
    case 'witness-2': return { kind: 'witness', device: 'control-radio-2' }
    case 'log-tail': return { kind: 'log-tail', path: log, good: ['link up'], bad: ['link down'], quietMs: 5_000 }
    case 'process': return { kind: 'process', name: 'dnsmasq' }
    case 'serial-line': return { kind: 'serial-line', transport: { kind: 'rfc2217', host: HOST, port: contact.port }, input: 'cts', good: 'on' }
  }
}

async function stopAll({ world, control2, contact, dns, time, systems }: Peers): Promise<void> {
  await Promise.all([world.stop(), control2.stop(), contact.cut(), dns.stop(), time.stop(), ...systems.map((one) => one.stop())])
}
