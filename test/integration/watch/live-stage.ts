// A live watch on the system clock, with everything it tells and when it told it.
import { createProbeOpener, createWatch, watchedSite, type Probe, type ProbeTarget, type SiteServiceShape, type Watch, type WatchChange, type WatchSettings } from '../../../electron/host/watch/index.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ConditionNow } from '../../../electron/contract/words.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'

export interface ToldChange {
  readonly from: ConditionNow
  readonly to: ConditionNow
  readonly code: string
  readonly atMs: number
  /** When the rest of the host heard of it. */
  readonly toldMs: number
}

export interface LiveStage {
  readonly watch: Watch
  readonly changes: readonly ToldChange[]
  /** Standstills of this process: what was measured across one is not a measurement. */
  readonly standstills: () => number
  /** The next change to `to` that is told after this call, or the last one if the service is that already. */
  becomes(to: ConditionNow, withinMs: number): Promise<ToldChange>
  lastReplyMs(): number
  stop(): Promise<void>
}

/** One probe as the host opens it. */
export function openProbe(target: ProbeTarget): Probe {
  const opened = createProbeOpener({ clock: systemClock, random: systemRandom, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined })(target)
  if (!opened.ok) throw new Error(opened.error.detail)
  return opened.value
}

export function liveStage(service: SiteServiceShape, settings: Partial<WatchSettings> = {}): LiveStage {
  const all = { ...DEFAULT_WATCH_SETTINGS, ...settings }
  const site = watchedSite([service])
  const open = createProbeOpener({ clock: systemClock, random: systemRandom, settings: all, witnessRadio: () => undefined })
  const changes: ToldChange[] = []
  const listeners = new Set<() => void>()
  let standstills = 0

  const watch = createWatch({
    clock: systemClock,
    random: systemRandom,
    services: site.services,
    settings,
    openProbe: (id) => {
      const target = site.targets.get(id)
      if (!target) throw new Error(id)
      return open(target)
    },
    onChange: (change: WatchChange) => {
      if (change.effect === 'announce-health' && change.to !== 'well') standstills++
      if (change.effect !== 'announce-change') return
      changes.push({ from: change.from, to: change.to, code: change.why.code, atMs: change.atMs, toldMs: systemClock.monotonicMs() })
      for (const listener of [...listeners]) listener()
    },
  })
  watch.start()

  return {
    watch,
    changes,
    standstills: () => standstills,
    becomes(to, withinMs) {
      const now = watch.view().services[0]?.now
      const last = changes.at(-1)
      if (now === to && last) return Promise.resolve(last)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look)
          reject(new Error(`not ${to} within ${withinMs} ms: ${JSON.stringify(changes)}`))
        }, withinMs)
        const look = (): void => {
          const seen = changes.at(-1)
          if (seen?.to !== to) return
          clearTimeout(timer)
          listeners.delete(look)
          resolve(seen)
        }
        listeners.add(look)
      })
    },
    lastReplyMs: () => systemClock.monotonicMs() - (watch.view().services[0]?.lastReplyAgoMs ?? 0),
    stop: () => watch.stop(),
  }
}
