// The real-time part: one real SIP server behind many faulty roads, all at once; on each road Achterwacht as the host runs it,
// Debian's HAProxy and the plain rule of three misses.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createProbeOpener, createWatch, DEFAULT_WATCH_SETTINGS, watchedSite, type SiteServiceShape, type WatchChange } from '../../../electron/host/watch/index.ts'
import type { Clock, Random } from '../../../native/kit/clock.ts'
import type { Chance } from '../../sim/chance.ts'
import { startUdpFaultProxy } from '../../sim/fault-proxy-udp.ts'
import { startTcpFaultProxy, type FaultProxy } from '../../sim/fault-proxy.ts'
import { LOOPBACK } from '../../sim/loopback-ports.ts'
import type { FaultPlan, Gap } from '../../sim/road-faults.ts'
import { HAPROXY, startHaproxy } from '../../support/haproxy.ts'
import { startKamailio } from '../../support/kamailio.ts'
import { ensureUnpacked } from '../../support/unpacked-debian.ts'
import { watchByMisses } from './live-misses.ts'
import { QUESTION_TIMEOUT_MS, type Told, type ToldWord } from './told.ts'

/** One faulty road and who looks at it. HAProxy knows no UDP checks of SIP, so there Achterwacht looks alone. */
export interface LiveRoad {
  readonly id: string
  readonly transport: 'tcp' | 'udp'
  readonly plan: FaultPlan
}

export interface LiveWatched extends LiveRoad {
  readonly achterwacht: Told
  readonly haproxy: Told
  readonly misses: Told
}

export interface LiveRun {
  readonly roads: readonly LiveWatched[]
  readonly haproxyVersion: string
  /** Of this very program: what it measures of others, it may be late for itself. */
  readonly loopDelayP99Ms: number
  /** With the time after each in which Achterwacht trusts no miss of its own. */
  readonly ownStandstills: readonly Gap[]
}

export interface LiveDeps {
  readonly clock: Clock
  readonly random: Random
  readonly chance: Chance
  readonly roads: readonly LiveRoad[]
  readonly runMs: number
  readonly onProgress: (text: string) => void
}

/** Everybody has seen every road well before its plan begins. */
const SETTLE_MS = 4_000
const PROGRESS_MS = 30_000
/** One that is noticed has lasted a quarter of a second; longer ones are rare. */
const STANDSTILL_MS = 1_000

type Words = { atMs: number; word: ToldWord; afterLastReplyMs?: number }[]

export async function runLive(deps: LiveDeps): Promise<LiveRun> {
  const { clock, chance, roads, runMs } = deps
  const lag = monitorEventLoopDelay({ resolution: 10 })
  const ends: (() => Promise<unknown> | void)[] = []
  try {
    const server = await startKamailio()
    ends.push(() => server.stop())
    // A first run fetches it, which takes longer than everybody may take to settle.
    await ensureUnpacked(HAPROXY)
    // Whole, as the times are that Achterwacht tells: else it could be said to speak before a fault began.
    const startMs = Math.ceil(clock.monotonicMs()) + SETTLE_MS
    const proxies = await Promise.all(roads.map(({ transport, plan }) =>
      (transport === 'tcp' ? startTcpFaultProxy : startUdpFaultProxy)({ clock, chance, plan, startMs, targetPort: server.port })))
    ends.push(() => Promise.all(proxies.map((proxy) => proxy.stop())))
    const notes = new Notes(clock, startMs, roads)

    const places = roads.map((road, at) => ({ ...road, port: portOf(proxies, at) }))
    const tcp = places.filter(({ transport }) => transport === 'tcp')
    const haproxy = await startHaproxy(tcp.map(({ id, port }) => ({ name: id, port })), QUESTION_TIMEOUT_MS, ({ name, to }) => notes.put('haproxy', name, to === 'up' ? 'ok' : 'down'))
    ends.push(() => haproxy.stop())
    for (const { id, port } of tcp) ends.push(watchByMisses({ clock, port, phase: chance(), onChange: (to) => notes.put('misses', id, to) }))
    const watch = startWatch(deps, places, notes)
    ends.push(() => watch.stop())

    lag.enable()
    for (let leftMs = startMs + runMs - clock.monotonicMs(); leftMs > 0; leftMs = startMs + runMs - clock.monotonicMs()) {
      deps.onProgress(`real time: ${Math.ceil(leftMs / 1000)} s to go, ${roads.length} faulty roads`)
      await pause(clock, Math.min(PROGRESS_MS, leftMs))
    }
    lag.disable()
    return { roads: notes.told(), haproxyVersion: haproxy.version, loopDelayP99Ms: lag.percentile(99) / 1e6, ownStandstills: notes.standstills }
  } finally {
    for (const end of ends.reverse()) await end()
  }
}

function startWatch({ clock, random }: LiveDeps, places: readonly (LiveRoad & { readonly port: number })[], notes: Notes) {
  const services = places.map(({ id, transport, port }): SiteServiceShape => ({
    id, role: 'console', label: id, dependsOn: [],
    probes: [{ id, weight: 'primary', kind: 'sip', transport, host: LOOPBACK, port }],
  }))
  const site = watchedSite(services)
  const settings = { ...DEFAULT_WATCH_SETTINGS, probeTimeoutMs: QUESTION_TIMEOUT_MS }
  const open = createProbeOpener({ clock, random, settings, witnessRadio: () => undefined })
  const watch = createWatch({
    clock, random, settings, services: site.services,
    openProbe: (id) => {
      const target = site.targets.get(id)
      if (!target) throw new Error(`BUG_UNEXPECTED: no probe ${id}`)
      return open(target)
    },
    onChange: (change) => notes.take(change),
  })
  watch.start()
  return watch
}

/** What each watcher said of each road. */
class Notes {
  readonly #clock: Clock
  readonly #startMs: number
  readonly #roads: readonly LiveRoad[]
  readonly #words = new Map<string, Words>()
  readonly standstills: Gap[] = []

  constructor(clock: Clock, startMs: number, roads: readonly LiveRoad[]) {
    this.#clock = clock
    this.#startMs = startMs
    this.#roads = roads
  }

  put(who: 'haproxy' | 'misses', id: string, word: ToldWord): void {
    this.#of(who, id).push({ atMs: this.#clock.monotonicMs() - this.#startMs, word })
  }

  take(change: WatchChange): void {
    if (change.effect === 'announce-health' && change.to === 'lagged') {
      const atMs = change.atMs - this.#startMs
      this.standstills.push({ fromMs: atMs - STANDSTILL_MS, toMs: atMs + DEFAULT_WATCH_SETTINGS.lagVoidAfterMs })
    }
    if (change.effect !== 'announce-change') return
    const { why, atMs } = change
    this.#of('achterwacht', change.service).push({ atMs: atMs - this.#startMs, word: change.to, ...(why.code === 'silent' && { afterLastReplyMs: atMs - why.lastReplyMs }) })
  }

  told(): readonly LiveWatched[] {
    const told = (who: string, id: string): Told => ({ words: this.#of(who, id), levels: [], sounds: [] })
    return this.#roads.map((road) => ({ ...road, achterwacht: told('achterwacht', road.id), haproxy: told('haproxy', road.id), misses: told('misses', road.id) }))
  }

  #of(who: string, id: string): Words {
    const key = `${who} ${id}`
    const words = this.#words.get(key) ?? []
    this.#words.set(key, words)
    return words
  }
}

function portOf(proxies: readonly FaultProxy[], at: number): number {
  const port = proxies[at]?.port
  if (port === undefined) throw new Error('BUG_UNEXPECTED: a road without a proxy')
  return port
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => { clock.after(ms, resolve) })
