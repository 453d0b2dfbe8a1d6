// What the host costs a workstation on which nothing happens: its own process with six devices, two of them radios on real
// serial ports. Natively, so without the threads that read HID nodes: those are in `hil`, emulated.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSupervisor } from '../../electron/host/supervisor.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { startWorld } from '../sim/world.ts'
import { createPtyRadio, type PtyRadio } from '../support/pty-radio.ts'
import { editSite } from '../support/site-edit.ts'
import { buildHost } from './built-host.ts'
import type { BenchRow } from './row.ts'
import { quantilesOf } from './quantiles.ts'

const IDLE_PERCENT = 2
const SETTLED_MS = 15_000 // the radios' lists are read, the record has checked itself
const TIMES = 10
const EACH_MS = 3_000
/** Linux counts processor time of a process in hundredths of a second, whatever its own clock. */
const TICKS_PER_S = 100
const DEMO_DEVICES = 4
const pause = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve))

export async function* benchIdle(): AsyncGenerator<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-idle-'))
  const world = await startWorld(systemClock, systemRandom)
  const radios = [await serialRadio(1), await serialRadio(2)]
  try {
    const site = join(folder, 'site.yaml')
    await world.writeSite(site)
    await addRadios(site, radios)
    const { p50, p99, n } = quantilesOf(await shares(site, folder))
    yield { bench: 'idle', figure: 'processor of the idle host with six devices', unit: '% of a core', value: p50, p50, p99, n, against: { limit: IDLE_PERCENT, devices: 6, probesEachS: 4 } }
  } finally {
    for (const radio of radios) await radio.end()
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const serialRadio = (number: number): Promise<PtyRadio> =>
  createPtyRadio({ clock: systemClock, identity: { mcc: 204, mnc: 1000, ssi: 1_600_100 + number }, groups: [{ gssi: 4_037_001, name: 'INC-1' }] })

/** Beside the four of the demo. */
const addRadios = (site: string, radios: readonly PtyRadio[]): Promise<void> =>
  editSite(site, radios.map((radio, at) => [['devices', DEMO_DEVICES + at], { id: `serial-${at}`, driver: 'tetra-pei', label: `Serieel ${at}`, transport: { kind: 'serial', path: radio.path, baud: 38_400 } }] as const))

/** Percent of one core, time after time. */
async function shares(site: string, folder: string): Promise<readonly number[]> {
  const ready = Promise.withResolvers<number>()
  const supervisor = createSupervisor({
    clock: systemClock,
    entry: buildHost(),
    args: ['--site', site, '--data', join(folder, 'data')],
    onPacket: () => {},
    onState: (state) => {
      if (state.host === 'running') ready.resolve(state.pid)
      if (state.host === 'refused') ready.reject(new Error(state.error.detail))
    },
  })
  supervisor.start()
  try {
    const pid = await ready.promise
    await pause(SETTLED_MS)
    const found: number[] = []
    for (let time = 0; time < TIMES; time++) {
      const before = { ticks: await ticksOf(pid), ms: systemClock.monotonicMs() }
      await pause(EACH_MS)
      const seconds = (systemClock.monotonicMs() - before.ms) / 1000
      found.push((((await ticksOf(pid)) - before.ticks) / TICKS_PER_S / seconds) * 100)
    }
    return found
  } finally {
    await supervisor.stop()
  }
}

/** Of all threads, in user and kernel. Source: proc(5), /proc/pid/stat, fields 14 and 15. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
