// Keeps the newest picture of what is plugged in, and tells what came, what went, and when nothing can be known.
// When to look is device-scan/scan-machine.ts; this file carries it out.
import { isPerhaps, sightingKey, type DeviceSighting, type WantedDevice } from '../kit/device-identity.ts'
import type { Arrivals } from '../kit/arrivals.ts'
import type { Clock, Timer } from '../kit/clock.ts'
import { failure, type Failure } from '../kit/errors.ts'
import { createMachine } from '../kit/machine.ts'
import { fail, ok } from '../kit/result.ts'
import type { Unsubscribe } from '../kit/transport.ts'
import type { ScanReport } from './device-scan/scan.ts'
import type { DeviceScanner } from './device-scan/create-scan.ts'
import { INITIAL_SCAN, reduceScan, type ScanEffect, type ScanEvent, type ScanState, type ScanTimer } from './device-scan/scan-machine.ts'
import { isStillThere, type DeviceView } from './device-scan/view.ts'
import { createListeners } from './listeners.ts'
import { createLoopWatch, type LoopWatch } from './loop-watch.ts'
import { realNode } from './port-claims.ts'
import type { PlugEvents } from './plug-events.ts'

export interface DeviceChange {
  readonly arrived: readonly DeviceSighting[]
  readonly departed: readonly DeviceSighting[]
}

/** A device by what it is, or a serial port by its path. */
export type WantedPort = WantedDevice | { readonly path: string }

export interface DeviceWatch extends DeviceView {
  start(): void
  stop(): void
  readonly sightings: readonly DeviceSighting[]
  /** Why the picture may be old; undefined while the last scan saw everything. */
  readonly trouble: Failure | undefined
  /** The longest that this process stood still during a scan, whatever held it, ms. */
  readonly longestBlockMs: number
  /** What was there at the start is told as arrived with the first scan. */
  onChange(listener: (change: DeviceChange) => void): Unsubscribe
  /** Once each time it changes; `undefined` when it is over. */
  onTrouble(listener: (trouble: Failure | undefined) => void): Unsubscribe
  /** For the driver of one device. */
  arrivalsOf(wanted: WantedPort): Arrivals
}

export interface DeviceWatchDeps {
  readonly clock: Clock
  readonly scanner: DeviceScanner
  readonly events: PlugEvents
  readonly loop?: LoopWatch
}

export function createDeviceWatch({ clock, scanner, events, loop = createLoopWatch() }: DeviceWatchDeps): DeviceWatch {
  const changes = createListeners<DeviceChange>()
  const troubles = createListeners<Failure | undefined>()
  const timers = new Map<ScanTimer, Timer>()
  const first = Promise.withResolvers<void>()
  let sightings: readonly DeviceSighting[] | undefined
  let trouble: Failure | undefined
  let longestBlockMs = 0

  const say = (now: Failure | undefined): void => {
    if (now?.code === trouble?.code && now?.detail === trouble?.detail) return
    trouble = now
    troubles.emit(now)
  }
  const take = (report: ScanReport): void => {
    const before = sightings ?? []
    // A device that the kernel does not answer for has not gone.
    const kept = before.filter((one) => report.silent.includes(one.path))
    sightings = [...report.sightings, ...kept]
    say(report.silent.length > 0 ? failure('LINK_TIMEOUT', `device scan: no answer about ${report.silent.join(', ')}`) : undefined)
    const change = { arrived: newIn(sightings, before), departed: newIn(before, sightings) }
    if (change.arrived.length > 0 || change.departed.length > 0) changes.emit(change)
  }
  const scan = async (): Promise<void> => {
    loop.start()
    const scanned = await scanner.scan()
    longestBlockMs = Math.max(longestBlockMs, loop.stop())
    if (machine.state.scan === 'stopped') return
    if (scanned.ok) take(scanned.value)
    else say(scanned.error)
    first.resolve()
    machine.dispatch({ event: scanned.ok && scanned.value.silent.length === 0 ? 'scanned' : 'scan-failed' })
  }
  const perform = (effect: ScanEffect): void => {
    switch (effect.effect) {
      case 'scan':
        return void scan()
      case 'start-timer':
        timers.get(effect.timer)?.cancel()
        timers.set(effect.timer, clock.after(effect.ms, () => machine.dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
      case 'stop-timer':
        return timers.get(effect.timer)?.cancel()
    }
  }
  const machine = createMachine<ScanState, ScanEvent, ScanEffect>({ initial: INITIAL_SCAN, reduce: reduceScan, perform, now: () => clock.monotonicMs() })

  return {
    start() {
      const hears = events.start({
        changed: () => machine.dispatch({ event: 'changed' }),
        found: () => machine.dispatch({ event: 'events-found' }),
        lost: () => machine.dispatch({ event: 'events-lost' }),
      })
      machine.dispatch({ event: 'started', hears })
    },
    stop() {
      machine.dispatch({ event: 'stopped' })
      events.stop()
      first.resolve()
    },
    get sightings() {
      return sightings ?? []
    },
    get trouble() {
      return trouble
    },
    get longestBlockMs() {
      return longestBlockMs
    },
    async look() {
      // Whoever opens at the start waits for the first scan, which is bounded.
      await first.promise
      return sightings ? ok(sightings) : fail(trouble ?? failure('LINK_CLOSED', 'device watch'))
    },
    isStill: (sighting) => isStillThere(scanner.scan, sighting),
    onChange: changes.add,
    onTrouble: troubles.add,
    arrivalsOf: (wanted) => arrivalsAmong(changes.add, wanted),
  }
}

function arrivalsAmong(onChange: DeviceWatch['onChange'], wanted: WantedPort): Arrivals {
  return {
    onArrived: (listener) => onChange(({ arrived }) => {
      if ('bus' in wanted) return arrived.some((one) => isPerhaps(wanted, one)) ? listener() : undefined
      void leadsTo(wanted.path, arrived).then((leads) => (leads ? listener() : undefined))
    }),
  }
}

function newIn(now: readonly DeviceSighting[], before: readonly DeviceSighting[]): readonly DeviceSighting[] {
  const known = new Set(before.map(sightingKey))
  return now.filter((one) => !known.has(sightingKey(one)))
}

/** A link of `/dev/serial/by-id` is there as soon as its node, or a moment later: the driver's next attempts are near. */
async function leadsTo(path: string, arrived: readonly DeviceSighting[]): Promise<boolean> {
  const node = await realNode(path)
  const isLink = node === path && path.startsWith('/dev/serial/')
  return arrived.some((one) => one.bus === 'serial' && (isLink || one.path === node))
}
