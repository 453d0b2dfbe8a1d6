// The whole host in this process, on a hand-moved clock: scripted lines with simulated radios, a pedal, and a record in memory.
// The RBS is watched through two "radios" of its own, so that no probe needs a network: cut their lines and it is down.
import { readFileSync } from 'node:fs'
import { createHost, type Host } from '../../electron/host/host.ts'
import type { SmallFile } from '../../electron/host/devices/small-file.ts'
import type { HostDeps } from '../../electron/host/parts.ts'
import type { EntryDraft, Ledger, LedgerEvent, StoredEntry } from '../../electron/host/ledger/port.ts'
import { createWireLog } from '../../electron/host/log/wire-log.ts'
import type { KeptOpen } from '../../electron/host/emergency/kept-open.ts'
import type { KeptNumbers } from '../../electron/host/incident/number-memory.ts'
import type { SwitchAfter } from '../../electron/host/restore.ts'
import type { ShiftStart } from '../../electron/host/shift/shift.ts'
import { createDeviceFiles, deliveredDevices } from '../../electron/host/site/device-table/device-files.ts'
import { loadSite } from '../../electron/host/site/load.ts'
import type { Site, SiteKeyTransport } from '../../electron/host/site/types.ts'
import { foldTopic } from '../../electron/contract/link.ts'
import { TOPIC_NAMES, type TopicName, type TopicPacket, type Topics } from '../../electron/contract/topics.ts'
import { latin1ToBytes } from '../../native/kit/bytes.ts'
import { failure } from '../../native/kit/errors.ts'
import type { KeyLine } from '../../native/kit/key-line.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { KEY_LINES } from '../../native/registry.ts'
import type { CallMemory } from '../../native/tetra-pei/index.ts'
import { createRadioSimulator, type RadioSimulator } from '../../native/tetra-pei/simulator.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { createMemory } from './radio-bench.ts'
import type { RoomServer } from './room-server.ts'
import { ScriptedHid, ScriptedSerial } from './scripted-transport.ts'

const DEMO = new URL('../../resources/sites/demo.yaml', import.meta.url)
const GROUPS = [...[1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })), ...[1, 2].map((key) => ({ gssi: 4_037_900 + key, name: `OEF-${key}` }))]
const PORTS: Readonly<Record<number, string>> = { 45001: 'desk-radio', 45002: 'control-radio', 45011: 'rbs-a', 45012: 'rbs-b' }
/** A radio that a site may name besides. */
const SPARE: Readonly<Record<number, string>> = { 45013: 'spare-radio' }

export interface SimulatedDevice {
  /** The cable of the newest host: an older one writes into the void. */
  line: ScriptedSerial
  readonly radio: RadioSimulator
}

/** What outlives a host: its record, its small files, and the radios on the desk. */
export interface HostWorld {
  readonly clock: ManualClock
  readonly entries: StoredEntry[]
  /** The record refuses to be read or written while this is false. */
  recordWorks: boolean
  /** The newest host is told that its record works again. */
  recover: () => void
  /** The record stops working, and says so. */
  fail: () => void
  /** The record is set aside and another one begun. */
  beginAnew: () => void
  lastChannel: SwitchAfter | undefined
  numbers: KeptNumbers | undefined
  openCalls: KeptOpen | undefined
  /** What the newest host is given of the shift; absent: the plan of the file. */
  shift?: ShiftStart
  readonly memories: Map<string, ReturnType<typeof createMemory>>
  readonly devices: Map<string, SimulatedDevice>
  /** Radios of the room, by device: other desks have lines to them too. */
  readonly rooms: Map<string, RoomServer>
  /** The lines of the newest host to them: those of one that was killed are cut. */
  readonly roomLines: ScriptedSerial[]
  /** Modem lines by the path of their port; the newest host has them. */
  readonly wires: Map<string, ScriptedSerial>
  /** Tells the driver of a device that it was plugged in. */
  readonly arrivals: Map<string, () => void>
  boots: number
}

export interface HostBench {
  readonly host: Host
  readonly pedal: ScriptedHid
  /** Any other pedal or panel of the site, by its id. */
  readonly hid: (id: string) => ScriptedHid
  readonly topic: <Name extends TopicName>(name: Name) => Topics[Name]
  readonly packets: TopicPacket[]
  readonly device: (id: string) => SimulatedDevice
  readonly kinds: () => string[]
  readonly entries: () => readonly StoredEntry[]
  readonly run: (ms: number) => Promise<void>
  /** Makes a call and lets it settle. */
  readonly call: (name: string, input?: object) => Promise<Awaited<ReturnType<Host['call']>>>
  readonly stop: () => Promise<void>
}

export function createWorld(clock = createManualClock()): HostWorld {
  return { clock, entries: [], recordWorks: true, recover: () => undefined, fail: () => undefined, beginAnew: () => undefined, lastChannel: undefined, numbers: undefined, openCalls: undefined, memories: new Map(), devices: new Map(), rooms: new Map(), roomLines: [], wires: new Map(), arrivals: new Map(), boots: 0 }
}

/** The demo site with an RBS that is watched without a network. */
function benchSite(change: (site: Site) => Site): Pick<HostDeps, 'site' | 'products'> {
  const read = loadSite(readFileSync(DEMO, 'utf8'), 'demo.yaml')
  if (!read.ok) throw new Error('demo.yaml does not load')
  const { site } = read
  const probes = ['rbs-a', 'rbs-b'].map((device) => ({ id: `${device}-probe`, kind: 'witness', weight: 'primary', device }))
  const radio = site.devices.find((one) => one.driver === 'tetra-pei')
  const devices = Object.entries(PORTS).slice(2).map(([port, id]) => ({ ...radio, id, label: id, transport: { kind: 'tcp', host: '127.0.0.1', port: Number(port) } }))
  const changed = change({
    ...site,
    services: [{ ...site.services[0], dependsOn: [], probes }, ...site.services.filter((one) => one.role === 'witness')],
    devices: [...site.devices, ...devices],
  } as unknown as Site)
  const files = createDeviceFiles([deliveredDevices()])
  const products = new Map(changed.devices.flatMap((device) => {
    const reading = 'product' in device && device.product !== undefined ? files.read(device.product) : undefined
    return reading?.ok ? [[reading.product.id, reading.product] as const] : []
  }))
  return { site: changed, products }
}

export async function startHost(world: HostWorld, change: (site: Site) => Site = (site) => site): Promise<HostBench> {
  const { clock, entries } = world
  world.boots += 1
  for (const cut of world.roomLines.splice(0)) {
    cut.openResult = fail(failure('LINK_LOST', 'killed'))
    await cut.close()
  }
  const { site, products } = benchSite(change)
  const hids = new Map<string, ScriptedHid>()
  const hidOf = (id: string): ScriptedHid => {
    const known = hids.get(id) ?? new ScriptedHid()
    hids.set(id, known)
    return known
  }
  const starting = createHost({
    site,
    products,
    siteTrouble: { lastGood: false, problems: [] },
    clock,
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    wireLog: createWireLog({ clock }),
    ledger: fakeLedger(world),
    bootId: `boot${world.boots}`,
    lastChannel: keptChannel(world),
    numbers: keptNumbers(world),
    openCalls: { read: () => (world.openCalls ? { found: 'value', value: world.openCalls } : { found: 'absent' }), write: (value) => void (world.openCalls = value) },
    ...(world.shift ? { shift: world.shift } : {}),
    openLine: (transport, owner) => roomLine(world, owner) ?? plug(deviceOf(world, { ...PORTS, ...SPARE }[transport.kind === 'tcp' ? transport.port : 0] ?? '')),
    openHid: ({ id }) => hidOf(id),
    openKeyLine: (transport) => keyLineOf(world, transport),
    arrivalsOf: ({ id }) => ({ onArrived: (listener) => { world.arrivals.set(id, listener); return () => undefined } }),
    callMemory: (device) => livingMemory(world, device),
  })
  await clock.advanceAsync(0)
  const host = await starting
  const held = new Map<TopicName, { seq: number; value: Topics[TopicName] }>()
  const packets: TopicPacket[] = []
  host.subscribe(TOPIC_NAMES, (packet) => {
    packets.push(packet)
    const next = foldTopic(held.get(packet.topic), packet)
    if (!next) throw new Error(`a gap in ${packet.topic}`)
    held.set(packet.topic, next)
  })
  return {
    host,
    pedal: hidOf('pedal'),
    hid: hidOf,
    packets,
    topic: (name) => (held.get(name)?.value ?? {}) as never,
    device: (id) => deviceOf(world, id),
    kinds: () => entries.map((entry) => entry.kind),
    entries: () => entries,
    run: (ms) => clock.advanceAsync(ms),
    async call(name, input = {}) {
      const answer = host.call(name, input, 'page')
      await clock.advanceAsync(0)
      return answer
    },
    async stop() {
      const stopped = host.stop()
      await clock.advanceAsync(5000)
      await stopped
    },
  }
}

function deviceOf(world: HostWorld, id: string): SimulatedDevice {
  const known = world.devices.get(id)
  if (known) return known
  const identity = { mcc: 204, mnc: 1000, ssi: 1_600_001 + world.devices.size }
  const radio = createRadioSimulator({
    clock: world.clock,
    identity,
    groups: GROUPS,
    send: (bytes) => {
      if (device.line.isOpen) device.line.say(String.fromCharCode(...bytes))
    },
    // One network: what one radio sends to a group, the others that stand on it have.
    onAired: (sent) => [...world.devices.values()].filter((other) => other !== device).forEach((other) => other.radio.overhearSds(identity.ssi, sent)),
  })
  const device: SimulatedDevice = { line: new ScriptedSerial(), radio }
  world.devices.set(id, device)
  return device
}

function roomLine(world: HostWorld, device: string): ScriptedSerial | undefined {
  const line = world.rooms.get(device)?.line()
  if (line) world.roomLines.push(line)
  return line
}

function plug(device: SimulatedDevice): ScriptedSerial {
  device.line.onWrite = undefined
  const line = new ScriptedSerial()
  line.onWrite = (text) => device.radio.receive(latin1ToBytes(text))
  device.line = line
  return line
}

/** What hangs on the wires keeps its reaction over a restart of the host. */
function keyLineOf(world: HostWorld, transport: SiteKeyTransport): KeyLine {
  if (transport.kind !== 'serial' || transport.path === undefined) throw new Error(`no ${transport.kind} key line here`)
  const before = world.wires.get(transport.path)
  const line = new ScriptedSerial()
  line.onOutputs = before?.onOutputs
  if (before) before.onOutputs = undefined
  line.inputs = before?.inputs ?? line.inputs
  world.wires.set(transport.path, line)
  const { keyBy, activeLow, carrier, readBack } = { carrier: undefined, ...transport }
  return KEY_LINES.modem({ clock: world.clock, transport: line, wires: { by: keyBy, activeLow }, ...(carrier ? { carrier } : {}), ...(readBack ? { readBack } : {}) })
}

function memoryOf(world: HostWorld, device: string): ReturnType<typeof createMemory> {
  const memory = world.memories.get(device) ?? createMemory()
  world.memories.set(device, memory)
  return memory
}

/** A host that was killed writes no more. */
function livingMemory(world: HostWorld, device: string): CallMemory {
  const boot = world.boots
  const memory = memoryOf(world, device)
  return {
    read: memory.read,
    remember: (cc) => void (boot === world.boots && memory.remember(cc)),
    forget: () => void (boot === world.boots && memory.forget()),
  }
}

const keptChannel = (world: HostWorld): SmallFile<SwitchAfter> => ({
  read: () => (world.lastChannel ? { found: 'value', value: world.lastChannel } : { found: 'absent' }),
  write: (value) => void (world.lastChannel = value),
  remove: () => void (world.lastChannel = undefined),
})

const keptNumbers = (world: HostWorld): SmallFile<KeptNumbers> => ({
  read: () => (world.numbers ? { found: 'value', value: world.numbers } : { found: 'absent' }),
  write: (value) => void (world.numbers = value),
  remove: () => void (world.numbers = undefined),
})

function fakeLedger(world: HostWorld): Ledger {
  const { entries, clock } = world
  const listeners = new Set<(event: LedgerEvent) => void>()
  const boot = world.boots
  const head = (): Ledger['head'] => ({ seq: entries.length, anchoredSeq: entries.length, headCode: 'TEST' })
  world.recover = () => listeners.forEach((listener) => listener({ event: 'recovered', written: 0 }))
  world.fail = () => {
    world.recordWorks = false
    listeners.forEach((listener) => listener({ event: 'failed', error: failure('STORE_FULL', 'test'), waiting: 1 }))
  }
  world.beginAnew = () => {
    entries.splice(0)
    const genesis = add({ kind: 'ledger.opened-first', actor: { role: 'system', position: 'host' }, payload: {} })
    for (const listener of listeners) listener({ event: 'committed', entries: [genesis], head: head() })
  }
  const add = (draft: EntryDraft): StoredEntry => {
    const entry = { seq: entries.length + 1, utcMs: clock.utcMs(), ...draft }
    entries.push(entry)
    return entry
  }
  return {
    async record(draft) {
      if (!world.recordWorks || boot !== world.boots) return fail(failure('STORE_FULL', 'test'))
      const entry = add(draft)
      for (const listener of listeners) listener({ event: 'committed', entries: [entry], head: head() })
      return ok({ seq: entry.seq })
    },
    sample: (draft) => void (boot === world.boots && add(draft)),
    async latest(kinds, limit) {
      if (!world.recordWorks) return fail(failure('STORE_UNREADABLE', 'test'))
      return ok(entries.filter((entry) => kinds.includes(entry.kind)).toReversed().slice(0, limit))
    },
    async rotateKey(actor) {
      if (!world.recordWorks || boot !== world.boots) return fail(failure('STORE_FULL', 'test'))
      const { seq } = add({ kind: 'key.rotated', actor, payload: {} })
      return ok({ seq, key: '00'.repeat(32), headCode: head().headCode })
    },
    get head() {
      return head()
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => undefined,
  }
}
