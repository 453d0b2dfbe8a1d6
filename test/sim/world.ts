// The demo world on loopback: an RBS, a desk radio and a control radio on one network, a pedal, a key panel, and the site file
// that names their ports. Drives demo, rehearsal and integration tests; everything in it answers like the real thing.
import { readFile, writeFile } from 'node:fs/promises'
import { parseDocument, type Document } from 'yaml'
import type { Clock, Random } from '../../native/kit/clock.ts'
import type { Result } from '../../native/kit/result.ts'
import type { SimulatedGroup } from '../../native/tetra-pei/simulator.ts'
import { openNeighbours, type Neighbours } from './neighbours.ts'
import { asPanel, startButtons, type SimulatedHid, type SimulatedPanel } from './panel.ts'
import { startRadioServer, type RadioServer } from './radio-server.ts'
import { startRbs, type Fault, type RbsSimulator } from './rbs.ts'

export const RBS_ISSI = 1_500_007
const DESK_ISSI = 1_600_001
const CONTROL_ISSI = 1_600_002
const NETWORK = { mcc: 204, mnc: 1000 } as const // test numbers: no operator has this network code

export interface World {
  readonly rbs: RbsSimulator
  /** A hung process keeps its ports and says nothing. */
  hangRbs(): Promise<void>
  refuseRbs(): Promise<void>
  healRbs(): Promise<void>
  /** The systems beside the RBS; only in the world of the scenario site. */
  readonly neighbours?: Neighbours
  /** The network to everything that is not a radio. */
  cutNetwork(): void
  mendNetwork(): void
  readonly desk: RadioServer
  readonly control: RadioServer
  /** The position's groups, in the order of the plan. */
  readonly groups: readonly SimulatedGroup[]
  readonly pedal: SimulatedHid
  readonly panel: SimulatedPanel
  /** The dispatcher speaks through the RBS: heard on the air by the control radio, for as long as the RBS works. */
  speakThroughRbs(ms: number): void
  /**
   * Writes the site file with this world's ports and these settings.
   *
   * @param record  folder of the record; absent: inside the data folder
   * @param room  another name and code for the room
   */
  writeSite(path: string, settings?: Readonly<Record<string, number>>, record?: string, room?: { readonly code: string; readonly name: string }): Promise<void>
  stop(): Promise<void>
}

const LOOPBACK = '127.0.0.1'
const SITES = {
  demo: new URL('../../resources/sites/demo.yaml', import.meta.url),
  scenario: new URL('../../resources/sites/demo-scenario.yaml', import.meta.url),
} as const

/** @param of  `scenario`: with telephony, GMS and office ICT beside the RBS */
export async function startWorld(clock: Clock, random: Random, of: keyof typeof SITES = 'demo'): Promise<World> {
  const template = parseDocument(await readFile(SITES[of], 'utf8'))
  const groups = groupsOf(template)
  const control = await startRadioServer({ clock, identity: { ...NETWORK, ssi: CONTROL_ISSI }, groups })
  const desk = await startRadioServer({
    clock,
    identity: { ...NETWORK, ssi: DESK_ISSI },
    groups,
    // One network: what the desk radio says in a group, the control radio hears in it.
    onTransmitting: (now) => (now ? control.radio.hear({ ssi: DESK_ISSI, gssi: now.gssi }) : control.radio.silence()),
    onAired: (sent) => control.radio.overhearSds(DESK_ISSI, sent),
  })
  const rbs = await startRbs({ clock, random })
  const neighbours = of === 'scenario' ? mustStart('neighbours', await openNeighbours({ clock, random })) : undefined
  const pedal = mustStart('pedal', await startButtons('xkeys-xk3-pedal'))
  const panel = asPanel(mustStart('panel', await startButtons('xkeys-xk24')), meaningsOf(template, 'panel'))
  const failRbs = async (fault: Fault): Promise<void> => {
    mustStart('RBS', await rbs.fail('rbs', fault))
  }

  return {
    rbs,
    hangRbs: () => failRbs({ kind: 'hang' }),
    refuseRbs: () => failRbs({ kind: 'refuse' }),
    healRbs: () => failRbs({ kind: 'none' }),
    ...(neighbours && { neighbours }),
    cutNetwork() {
      rbs.cutNetwork()
      neighbours?.cutOff()
    },
    mendNetwork() {
      rbs.mendNetwork()
      neighbours?.reconnect()
    },
    desk,
    control,
    groups,
    pedal,
    panel,
    speakThroughRbs(ms) {
      const gssi = control.radio.selectedGroup
      if (!rbs.isWorking || gssi === undefined) return
      control.radio.setFault({ fault: 'own-identity', ssi: RBS_ISSI, gssi, forMs: ms })
    },
    async writeSite(path, settings = {}, record = undefined, room = undefined) {
      const site = template.clone()
      setProbe(site, 'rbs-sip', 'port', rbs.sipPort)
      setProbe(site, 'rbs-tcp', 'port', rbs.sipPort)
      setProbe(site, 'rbs-heartbeat', 'port', rbs.heartbeatPort)
      setProbe(site, 'lan-http', 'url', `http://${LOOPBACK}:${rbs.httpPort}/`)
      if (neighbours) {
        setProbe(site, 'tel-112-sip', 'port', neighbours.ports['tel-112'])
        setProbe(site, 'tel-0900-sip', 'port', neighbours.ports['tel-0900'])
        setProbe(site, 'gms-http', 'url', `http://${LOOPBACK}:${neighbours.ports.gms}/`)
        setProbe(site, 'office-ict-http', 'url', `http://${LOOPBACK}:${neighbours.ports['office-ict']}/`)
      }
      setDevicePort(site, 'desk-radio', desk.port)
      setDevicePort(site, 'control-radio', control.port)
      setDevicePort(site, 'pedal', pedal.wire.port)
      setDevicePort(site, 'panel', panel.wire.port)
      for (const [name, value] of Object.entries(settings)) site.setIn(['settings', name], value)
      if (room) site.set('room', room)
      if (record !== undefined) site.setIn(['ledger', 'folder'], record)
      await writeFile(path, String(site))
    },
    async stop() {
      await Promise.all([rbs.stop(), neighbours?.stop(), desk.stop(), control.stop(), pedal.wire.unplug(), panel.wire.unplug()])
    },
  }
}

function mustStart<T>(what: string, started: Result<T>): T {
  if (started.ok) return started.value
  throw new Error(`BUG_UNEXPECTED: the simulated ${what} does not start: ${started.error.code} ${started.error.detail}`)
}

interface SiteGroup {
  readonly gssi: string
  readonly label: string
}

interface SiteShape {
  readonly services: readonly { readonly id: string; readonly probes: readonly { readonly id: string }[] }[]
  readonly devices: readonly { readonly id: string; readonly buttons?: Readonly<Record<string, string>> }[]
  readonly plan: { readonly groups: readonly SiteGroup[]; readonly drillGroups?: readonly SiteGroup[] }
}

const shapeOf = (site: Document): SiteShape => site.toJS() as SiteShape

/** The network knows the groups of drills too. */
function groupsOf(site: Document): SimulatedGroup[] {
  const { groups, drillGroups = [] } = shapeOf(site).plan
  return [...groups, ...drillGroups].map((group) => ({ gssi: Number(group.gssi), name: group.label }))
}

const meaningsOf = (site: Document, device: string): Readonly<Record<string, string>> => shapeOf(site).devices.find((one) => one.id === device)?.buttons ?? {}

function setProbe(site: Document, probe: string, key: 'port' | 'url', value: string | number): void {
  shapeOf(site).services.forEach((service, at) => {
    const probeAt = service.probes.findIndex((one) => one.id === probe)
    if (probeAt >= 0) site.setIn(['services', at, 'probes', probeAt, key], value)
  })
}

function setDevicePort(site: Document, device: string, port: number): void {
  const at = shapeOf(site).devices.findIndex((one) => one.id === device)
  site.setIn(['devices', at, 'transport', 'port'], port)
}
