// From a foot to the radio's line, from a key to a confirmed channel, from a note to the disk: one host, real serial port
// (socat pseudo-terminal), real record, while that record takes 200 entries/s.
import { join } from 'node:path'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { openKeyLine } from '../../electron/host/devices/key-lines.ts'
import { createCallMemory } from '../../electron/host/devices/call-memory.ts'
import { createSmallFile } from '../../electron/host/devices/small-file.ts'
import { keptNumbersSchema } from '../../electron/host/incident/number-memory.ts'
import { createHost, type Host } from '../../electron/host/host.ts'
import { openLedger } from '../../electron/host/ledger/open-ledger.ts'
import type { Ledger } from '../../electron/host/ledger/port.ts'
import { createWireLog } from '../../electron/host/log/wire-log.ts'
import { switchAfterSchema } from '../../electron/host/restore.ts'
import type { Topics } from '../../electron/contract/topics.ts'
import { loadSite } from '../../electron/host/site/load.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { createSerialPort } from '../../native/transport/serial-port.ts'
import { createTcpSerial } from '../../native/transport/tcp-serial.ts'
import { startWorld, type World } from '../sim/world.ts'
import { createPtyRadio, type PtyRadio } from '../support/pty-radio.ts'
import { ScriptedHid } from '../support/scripted-transport.ts'
import { sharedPorts } from '../support/shared-ports.ts'
import type { BenchRow } from './row.ts'
import { quantilesOf } from './quantiles.ts'

const LOAD_PER_SECOND = 200
const PRESSES = 200
const SWITCHES = 100
const NOTES = 300
const PRESS_LIMIT_MS = 5
const SWITCH_LIMIT_MS = 500
const NOTE_LIMIT_MS = 50
/** X-keys XK-3 pedal: nothing down, and the middle down (byte 2, mask 04). */
const PEDAL_UP = [0, 1, 0, ...Array.from({ length: 29 }, () => 0)]
const PEDAL_DOWN = [0, 1, 4, ...Array.from({ length: 29 }, () => 0)]

interface Bench {
  readonly host: Host
  readonly ledger: Ledger
  readonly pedal: ScriptedHid
  readonly desk: PtyRadio
  readonly state: { switch?: Topics['switch']['switch']; ptt?: Topics['ptt']['ptt'] }
}

const clock = systemClock
const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve))

export async function* benchHost(): AsyncGenerator<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-host-'))
  const world = await startWorld(clock, systemRandom)
  const desk = await createPtyRadio({ clock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_001 }, groups: [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` })), answerMs: 50 })
  const bench = await startBench(folder, world, desk)
  const load = startLoad(bench.ledger)
  try {
    const switches = await measureSwitches(bench)
    yield row('key → channel and group confirmed, 99th percentile', switches, SWITCH_LIMIT_MS, { radioAnswersInMs: 50 })
    const presses = await measurePresses(bench)
    yield row('pedal callback → bytes on the radio’s line, 99th percentile', presses, PRESS_LIMIT_MS, { entriesPerSecond: LOAD_PER_SECOND, line: 'socat pty, read back' })
    const notes = await measureNotes(bench)
    yield row('note → durable, 99th percentile', notes, NOTE_LIMIT_MS, { entriesPerSecond: LOAD_PER_SECOND })
  } finally {
    load.stop()
    await bench.host.stop()
    await Promise.all([world.stop(), desk.end()])
    await rm(folder, { recursive: true, force: true })
  }
}

function row(figure: string, values: readonly number[], limitMs: number, against: BenchRow['against']): BenchRow {
  const { p50, p99, n } = quantilesOf(values)
  return { bench: 'host', figure, unit: 'ms', value: p99, p50, p99, n, against: { limitMs, ...against } }
}

async function startBench(folder: string, world: World, desk: PtyRadio): Promise<Bench> {
  const path = join(folder, 'site.yaml')
  await world.writeSite(path, { settleMs: 10, rearmMs: 10 })
  const site = loadSite(await readFile(path, 'utf8'), path)
  if (!site.ok) throw new Error('the demo site does not load')
  const pedal = new ScriptedHid()
  const ledger = await openLedger({ folder: join(folder, 'ledger'), keyFolder: join(folder, 'keys'), bootId: 'bench', clock, random: systemRandom })
  if (!ledger.ok) throw new Error(ledger.error.detail)
  const quiet = { info: () => {}, warn: () => {}, error: () => {} }
  const host = await createHost({
    site: site.site,
    products: site.products,
    siteTrouble: { lastGood: false, problems: [] },
    clock,
    random: systemRandom,
    log: quiet,
    wireLog: createWireLog({ clock }),
    ledger: ledger.value,
    bootId: 'bench',
    lastChannel: createSmallFile(join(folder, 'last-channel.json'), switchAfterSchema, () => {}),
    numbers: createSmallFile(join(folder, 'numbers.json'), keptNumbersSchema, () => {}),
    openLine: (transport) => (transport.kind === 'tcp' && transport.port === world.desk.port ? createSerialPort({ path: desk.path, baud: 38_400 }, { clock }) : createTcpSerial(transport as never, { clock })),
    openHid: ({ id }) => (id === 'pedal' ? pedal : new ScriptedHid()),
    openKeyLine: (transport) => openKeyLine(transport, 'bench', sharedPorts(clock)),
    callMemory: (device) => createCallMemory(join(folder, 'calls'), device, () => {}),
  })
  const state: Bench['state'] = {}
  host.subscribe(['switch', 'ptt'], (packet) => {
    const set = packet.packet === 'delta' ? packet.set : packet.value
    if (packet.topic === 'switch') state.switch = (set as Topics['switch']).switch ?? state.switch
    if (packet.topic === 'ptt') state.ptt = (set as Topics['ptt']).ptt ?? state.ptt
  })
  const bench: Bench = { host, ledger: ledger.value, pedal, desk, state }
  pedal.report(...PEDAL_UP)
  await until(() => desk.radio.services.length > 3, 10_000)
  await pause(2000) // the radio's list of groups is read, the channel proven
  return bench
}

/** Waits in the smallest steps a timer has; only what is measured outside the topics needs it. */
async function until(holds: () => boolean, limitMs: number): Promise<void> {
  const startMs = clock.monotonicMs()
  while (!holds()) {
    if (clock.monotonicMs() - startMs > limitMs) throw new Error('bench: not reached in time')
    await pause(1)
  }
}

const GIVE_UP_MS = 10_000

/** A bench that waits for ever tells nobody why. */
function soon<T>(work: Promise<T>, otherwise: string): Promise<T> {
  const timer = Promise.withResolvers<never>()
  const late = clock.after(GIVE_UP_MS, () => timer.reject(new Error(`bench: ${otherwise}`)))
  return Promise.race([work, timer.promise]).finally(() => late.cancel())
}

function startLoad(ledger: Ledger): { stop(): void } {
  let running = true
  const next = (): void => {
    if (!running) return
    void ledger.record({ kind: 'bench.load', actor: { role: 'system', position: 'host' }, payload: { note: 'one of 200 a second' } })
    clock.after(1000 / LOAD_PER_SECOND, next)
  }
  next()
  return { stop: () => (running = false) }
}

async function measureSwitches({ host, state }: Bench): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < SWITCHES; time++) {
    const startMs = clock.monotonicMs()
    const done = new Promise<number>((resolve) => {
      const unsubscribe = host.subscribe(['switch'], () => {
        if (state.switch?.channel !== 'desk-radio' || !state.switch.confirmed) return
        unsubscribe()
        resolve(clock.monotonicMs() - startMs)
      })
    })
    void host.call('switch.to', { to: 'desk-radio', group: time % 2 === 0 ? '4037001' : '4037002' }, 'bench')
    took.push(await soon(done, 'a switch that was never confirmed'))
    await pause(50)
    if (time < SWITCHES - 1) {
      await host.call('return.accept', {}, 'bench')
      await until(() => state.switch?.channel === 'rbs', 2000)
      await pause(20)
    }
  }
  return took
}

async function measurePresses({ pedal, desk, state }: Bench): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < PRESSES; time++) {
    const seen = new Promise<number>((resolve) => {
      desk.onBytes = (text) => {
        if (text.includes('ATD') || text.includes('AT+CTXD')) resolve(clock.monotonicMs())
      }
    })
    const startMs = clock.monotonicMs()
    pedal.report(...PEDAL_DOWN)
    took.push((await soon(seen, 'a press that never reached the line')) - startMs)
    await until(() => state.ptt?.phase === 'talking', 5000)
    pedal.report(...PEDAL_UP)
    await until(() => desk.radio.transmitting === undefined && state.ptt?.phase === 'idle', 5000)
    // Not in step with anything of the console's own.
    await pause(60 + systemRandom.fraction() * 120)
  }
  desk.onBytes = undefined
  return took
}

async function measureNotes({ host }: Bench): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < NOTES; time++) {
    const startMs = clock.monotonicMs()
    const reply = await host.call('note.add', { text: 'Spraak valt weg op INC-1, verder via de mobilofoon' }, 'bench')
    if (!reply.ok) throw new Error(reply.error.code)
    took.push(clock.monotonicMs() - startMs)
    await pause(5)
  }
  return took
}
