// A live watch on a manual clock, with probes a test plays by hand.
import type { Probe, ProbeEars } from '../../../electron/host/watch/probe.ts'
import type { ProbeResult, ServiceConfig } from '../../../electron/host/watch/types.ts'
import { createWatch, type Watch, type WatchChange, type WatchDeps } from '../../../electron/host/watch/watch.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import { ok } from '../../../native/kit/result.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { primary, secondary } from './scene.ts'

export const RBS: ServiceConfig = { id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], viaOwnNetwork: true, probes: [primary('sip'), secondary('tcp')] }

/** A clock whose program can stand still: time goes on and no timer runs. */
interface StallingClock extends Clock {
  stall(ms: number): void
}

export interface Stage {
  readonly manual: ManualClock
  readonly clock: StallingClock
  readonly watch: Watch
  readonly changes: WatchChange[]
  readonly lines: () => readonly string[]
  /** What each probe answers now; `silent` never answers. */
  readonly answers: Map<string, ProbeResult | 'silent'>
  readonly asked: string[]
  readonly ears: Map<string, ProbeEars>
  readonly network: { say(word: 'found' | 'lost'): void }
}

export const QUICK: ProbeResult = { kind: 'reply', latencyMs: 1 }

export function stage(services: readonly ServiceConfig[], more: Partial<WatchDeps> = {}): Stage {
  const manual = createManualClock()
  let stalledMs = 0
  const clock: StallingClock = {
    monotonicMs: () => manual.monotonicMs() + stalledMs,
    utcMs: () => manual.utcMs() + stalledMs,
    after: manual.after,
    stall: (ms) => { stalledMs += ms },
  }
  const answers = new Map<string, ProbeResult | 'silent'>()
  const asked: string[] = []
  const ears = new Map<string, ProbeEars>()
  const changes: WatchChange[] = []
  let say: (word: 'found' | 'lost') => void = () => {}
  const probe = (id: string): Probe => ({
    open: async (given) => { ears.set(id, given); return ok() },
    ask: () => {
      asked.push(id)
      const answer = answers.get(id) ?? QUICK
      return answer === 'silent' ? new Promise(() => {}) : Promise.resolve(answer)
    },
    close: async () => {},
  })
  const watch = createWatch({
    clock,
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    services,
    openProbe: (id) => ok(probe(id)),
    ownNetwork: { watch: (listener) => { say = listener; return () => {} } },
    onChange: (change) => changes.push(change),
    ...more,
  })
  const lines = () => changes.flatMap((one) => (one.effect === 'announce-change' ? [`${one.service} ${one.from}→${one.to}@${one.atMs} (${one.why.code})`] : []))
  return { manual, clock, watch, changes, lines, answers, asked, ears, network: { say: (word) => say(word) } }
}
