// A site of sixty probes over fifteen services, and everything they ask: simulated RBSs and radios of ours, name server, time
// server and ping of Debian. All of it on loopback, and none of it in the process of the host.
import { startRbs, type RbsSimulator } from '../sim/rbs.ts'
import { startRadioServer, type RadioServer } from '../sim/radio-server.ts'
import { startWorld, type World } from '../sim/world.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { startChrony, startDnsmasq, type DebianServer } from '../support/debian-server.ts'
import { editSite } from '../support/site-edit.ts'

type Kind = 'sip-udp' | 'sip-tcp' | 'tcp' | 'tcp-held' | 'http' | 'dns' | 'clock' | 'icmp' | 'heartbeat' | 'witness' | 'witness-2'

/** Id, role, and what it is asked by; the first two are primary. */
const SERVICES: readonly (readonly [id: string, role: string, probes: readonly Kind[]])[] = [
  ['rbs', 'console', ['sip-udp', 'heartbeat', 'sip-tcp', 'tcp']],
  ['c2000', 'witness', ['witness', 'witness-2', 'icmp', 'http']],
  ['lan', 'network', ['http', 'dns', 'icmp', 'tcp']],
  ['t112', 'telephony', ['sip-udp', 'sip-tcp', 'tcp-held', 'http']],
  ['t0900', 'telephony', ['sip-udp', 'sip-tcp', 'tcp-held', 'http']],
  ['gateway', 'gateway', ['icmp', 'dns', 'tcp', 'http']],
  ['power', 'power', ['http', 'tcp', 'heartbeat', 'tcp-held']],
  ['time', 'other', ['clock', 'clock', 'dns', 'tcp']],
  ['gms', 'other', ['http', 'tcp-held', 'heartbeat', 'dns']],
  ['trunk-1', 'other', ['sip-udp', 'sip-tcp', 'sip-udp', 'tcp-held']],
  ['trunk-2', 'other', ['sip-udp', 'sip-tcp', 'sip-udp', 'http']],
  ['voice-1', 'other', ['sip-udp', 'sip-tcp', 'dns', 'http']],
  ['voice-2', 'other', ['sip-udp', 'heartbeat', 'dns', 'http']],
  ['recorder', 'other', ['sip-udp', 'sip-tcp', 'tcp-held', 'http']],
  ['maps', 'other', ['sip-udp', 'heartbeat', 'icmp', 'tcp']],
]

export const LOAD_SERVICES = SERVICES.length
export const LOAD_PROBES = SERVICES.flatMap(([, , kinds]) => kinds).length

export interface LoadWorld {
  /** Everything falls silent at one moment: ports stay open, nobody answers. */
  hang(): Promise<void>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const CONTROL_2 = { mcc: 204, mnc: 1000, ssi: 1_600_003 } as const
/** Beside the four of the demo. */
const DEMO_DEVICES = 4

export async function startLoadWorld(path: string): Promise<LoadWorld> {
  const world = await startWorld(systemClock, systemRandom)
  const control2 = await startRadioServer({ clock: systemClock, identity: CONTROL_2, groups: world.groups })
  const dns = await startDnsmasq(['address=/rbs.example/10.0.0.5'])
  const time = await startChrony(['local stratum 10'])
  const systems = new Map(await Promise.all(SERVICES.map(async ([id]) => [id, await startRbs({ clock: systemClock })] as const)))
  await world.writeSite(path)
  await editSite(path, [
    [['services'], SERVICES.map(([id, role, kinds]) => ({ id, role, label: id, probes: kinds.map((kind, at) => ({ id: `${id}-${at}`, weight: at < 2 ? 'primary' : 'secondary', ...targetOf(kind, systems.get(id), { dns, time }) })) }))],
    [['devices', DEMO_DEVICES], { id: 'control-radio-2', driver: 'tetra-pei', label: 'Controleradio 2', transport: { kind: 'tcp', host: HOST, port: control2.port } }],
  ])
  return {
    async hang() {
      dns.hang()
      time.hang()
      await Promise.all([...systems.values()].flatMap((one) => [one.fail('rbs', { kind: 'hang' }), one.fail('page', { kind: 'hang' })]))
    },
    stop: () => stopAll({ world, control2, dns, time, systems: [...systems.values()] }),
  }
}

function targetOf(kind: Kind, system: RbsSimulator | undefined, { dns, time }: { readonly dns: DebianServer; readonly time: DebianServer }): object {
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
  }
}

interface Running {
  readonly world: World
  readonly control2: RadioServer
  readonly dns: DebianServer
  readonly time: DebianServer
  readonly systems: readonly RbsSimulator[]
}

async function stopAll({ world, control2, dns, time, systems }: Running): Promise<void> {
  await Promise.all([world.stop(), control2.stop(), dns.stop(), time.stop(), ...systems.map((one) => one.stop())])
}
