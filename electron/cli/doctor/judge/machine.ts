// What the facts of the machine mean for a console: runtime, native parts, clock, disk, programs that meddle. Pure.
import type { Failure } from '../../../../native/kit/errors.ts'
import { words, failureWords, type Finding } from '../finding.ts'

export interface MachineFacts {
  readonly node: string
  readonly wantedNodeMajor: number
  readonly libraries: readonly { readonly name: string; readonly loaded: boolean; readonly detail: string }[]
  readonly clock: ClockFacts
  readonly disk: { readonly folder: string; readonly freeBytes: number } | { readonly folder: string; readonly trouble: string }
  /** Programs that run, by name; undefined where the system does not tell. */
  readonly programs: readonly string[] | undefined
  readonly threads: { readonly size: number; readonly serialPorts: number }
}

export interface ClockFacts {
  readonly utcMs: number
  /** How far UTC and the monotonic clock went apart while the doctor looked. */
  readonly driftMs: number
  readonly lookedMs: number
  readonly timeZone: string
  /** `unknown`: this system does not say whether it follows a time server. */
  readonly synchronised: 'yes' | 'no' | 'unknown'
}

/** Before this day no console existed: the battery of the board is empty, or nobody ever set the clock. */
const FIRST_DAY_MS = Date.UTC(2026, 0, 1)
const DRIFT_MS = 100
const ZONE = 'Europe/Amsterdam'
const MIB = 1024 * 1024
const DISK_WARN_MIB = 2048
const DISK_FAIL_MIB = 200
/** libuv's own; each question to the lines of a port occupies one. Source: reference/hid-consoles.md, section 4. */
const THREADS_ENOUGH = 16
const PORTS_OF_FOUR_THREADS = 4

export function judgeMachine(facts: MachineFacts, rulesInstalled: boolean): readonly Finding[] {
  return [
    node(facts),
    ...facts.libraries.map(library),
    ...clock(facts.clock),
    disk(facts.disk),
    ...programs(facts.programs, rulesInstalled),
    threads(facts.threads),
  ]
}

function node({ node: version, wantedNodeMajor }: MachineFacts): Finding {
  const base = { id: 'runtime.node', title: words('doctor.node'), detail: words('doctor.node.version', { version }) }
  if (Number(version.split('.')[0]) >= wantedNodeMajor) return { ...base, state: 'ok' }
  return { ...base, state: 'failed', cure: words('doctor.node.cure', { wanted: wantedNodeMajor }) }
}

/** What each is for, and the Debian packages whose libraries it needs. */
const LIBRARY_CURES: Readonly<Record<string, string>> = {
  serialport: 'doctor.library.reinstall',
  'node-hid': 'doctor.library.hid',
  usb: 'doctor.library.hid',
}

function library({ name, loaded, detail }: MachineFacts['libraries'][number]): Finding {
  const base = { id: `runtime.${name}`, title: words('doctor.library', { name }) }
  if (loaded) return { ...base, state: 'ok', detail: words('doctor.library.loads') }
  return { ...base, state: 'failed', detail: words('doctor.library.fails', { cause: detail }), cure: words(LIBRARY_CURES[name] ?? 'doctor.library.reinstall') }
}

function clock({ utcMs, driftMs, lookedMs, timeZone, synchronised }: ClockFacts): readonly Finding[] {
  const time = new Date(utcMs).toISOString()
  const set: Finding = utcMs < FIRST_DAY_MS
    ? { id: 'clock.set', title: words('doctor.clock'), state: 'failed', detail: words('doctor.clock.unset', { time }), cure: words('doctor.clock.cure') }
    : Math.abs(driftMs) > DRIFT_MS
      ? { id: 'clock.set', title: words('doctor.clock'), state: 'warning', detail: words('doctor.clock.moved', { drift: Math.round(driftMs), seconds: Math.round(lookedMs / 1000) }), cure: words('doctor.clock.cure') }
      : { id: 'clock.set', title: words('doctor.clock'), state: 'ok', detail: words('doctor.clock.runs', { time }) }
  const source: Finding = {
    id: 'clock.source',
    title: words('doctor.clock.source'),
    ...(synchronised === 'yes'
      ? { state: 'ok', detail: words('doctor.clock.follows') } as const
      : synchronised === 'no'
        ? { state: 'warning', detail: words('doctor.clock.free'), cure: words('doctor.clock.cure') } as const
        : { state: 'unknown', detail: words('doctor.clock.untold') } as const),
  }
  const zone: Finding = timeZone === ZONE
    ? { id: 'clock.zone', title: words('doctor.zone'), state: 'ok', detail: words('doctor.zone.is', { zone: timeZone }) }
    : { id: 'clock.zone', title: words('doctor.zone'), state: 'warning', detail: words('doctor.zone.other', { zone: timeZone }), cure: words('doctor.zone.cure', { zone: ZONE }) }
  return [set, source, zone]
}

function disk(facts: MachineFacts['disk']): Finding {
  const base = { id: 'disk', title: words('doctor.disk') }
  if ('trouble' in facts) return { ...base, state: 'unknown', detail: words('doctor.disk.trouble', { folder: facts.folder, cause: facts.trouble }) }
  const mib = Math.floor(facts.freeBytes / MIB)
  const detail = words('doctor.disk.free', { folder: facts.folder, mib })
  if (mib >= DISK_WARN_MIB) return { ...base, state: 'ok', detail }
  return { ...base, state: mib < DISK_FAIL_MIB ? 'failed' : 'warning', detail, cure: words('doctor.disk.cure') }
}

function programs(running: MachineFacts['programs'], rulesInstalled: boolean): readonly Finding[] {
  const brltty = { id: 'programs.brltty', title: words('doctor.brltty') }
  const modem = { id: 'programs.modemmanager', title: words('doctor.modemmanager') }
  if (!running) return [{ ...brltty, state: 'unknown', detail: words('doctor.programs.untold') }, { ...modem, state: 'unknown', detail: words('doctor.programs.untold') }]
  const isThere = (name: string): boolean => running.some((one) => one.toLowerCase() === name)
  return [
    isThere('brltty')
      ? { ...brltty, state: 'warning', detail: words('doctor.brltty.runs'), cure: words('doctor.brltty.cure') }
      : { ...brltty, state: 'ok', detail: words('doctor.programs.none') },
    !isThere('modemmanager')
      ? { ...modem, state: 'ok', detail: words('doctor.programs.none') }
      : rulesInstalled
        ? { ...modem, state: 'ok', detail: words('doctor.modemmanager.told') }
        : { ...modem, state: 'warning', detail: words('doctor.modemmanager.runs'), cure: words('doctor.rules.install') },
  ]
}

function threads({ size, serialPorts }: MachineFacts['threads']): Finding {
  const base = { id: 'threads', title: words('doctor.threads'), detail: words('doctor.threads.count', { size, ports: serialPorts }) }
  if (serialPorts <= PORTS_OF_FOUR_THREADS || size >= THREADS_ENOUGH) return { ...base, state: 'ok' }
  return { ...base, state: 'warning', cure: words('doctor.threads.cure', { wanted: THREADS_ENOUGH }) }
}

export interface ConsoleFacts {
  /** `lock`: somebody has the record of this data folder. */
  readonly console: 'none' | 'lock' | 'told'
  readonly pid?: number
  readonly trouble?: Failure
}

/** Whether a console runs here: then its devices are its own, and nothing is tested that would disturb it. */
export function judgeConsole({ console: running, pid, trouble }: ConsoleFacts): Finding {
  const base = { id: 'console', title: words('doctor.console') }
  switch (running) {
    case 'none':
      return { ...base, state: 'ok', detail: words('doctor.console.none') }
    case 'told':
      return { ...base, state: 'ok', detail: words('doctor.console.told', { pid: pid ?? 0 }) }
    case 'lock':
      return { ...base, state: 'unknown', detail: trouble ? failureWords(trouble) : words('doctor.console.silent'), cure: words('doctor.console.cure') }
  }
}
