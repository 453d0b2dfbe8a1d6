// Plays events into the condition of one service and reads what it announces.
import { createCondition, type ConditionMemory, type ConditionState } from '../../../electron/host/watch/condition-state.ts'
import { conditionDueMs } from '../../../electron/host/watch/condition-time.ts'
import { reduceCondition } from '../../../electron/host/watch/condition.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchSettings } from '../../../electron/host/watch/settings.ts'
import type { ConditionEffect, ConditionEvent, ProbeConfig, ProbeResult, ServiceConfig } from '../../../electron/host/watch/types.ts'

export const primary = (id: string): ProbeConfig => ({ id, weight: 'primary', latencyLimitMs: 300 })
export const secondary = (id: string): ProbeConfig => ({ id, weight: 'secondary', latencyLimitMs: 300 })

export const serviceOf = (probes: readonly ProbeConfig[], more: Partial<ServiceConfig> = {}): ServiceConfig =>
  ({ id: 'rbs', role: 'console', label: 'RBS', dependsOn: [], viaOwnNetwork: true, probes, ...more })

const TIMEOUT_MS = DEFAULT_WATCH_SETTINGS.probeTimeoutMs
const QUICK: ProbeResult = { kind: 'reply', latencyMs: 5 }

export interface Scene {
  readonly state: ConditionState
  readonly effects: readonly ConditionEffect[]
  /** `from→to@ms (why)` of every change of condition. */
  readonly changes: readonly string[]
  event(atMs: number, event: ConditionEvent): Scene
  reply(atMs: number, probe?: string, result?: ProbeResult): Scene
  /** A reply each second from `fromMs` up to and including `toMs`. */
  replies(fromMs: number, toMs: number, probe?: string): Scene
  /** Known at `atMs`, sent the time-out before. */
  miss(atMs: number, probe?: string, sentMs?: number): Scene
  fails(atMs: number, kind: 'refused' | 'unreachable' | 'unplugged', probe?: string): Scene
  until(atMs: number): Scene
}

export interface SceneOptions {
  readonly service?: ServiceConfig
  readonly settings?: Partial<WatchSettings>
  readonly memory?: ConditionMemory
}

export function scene(options: SceneOptions = {}): Scene {
  const settings = { ...DEFAULT_WATCH_SETTINGS, ...options.settings }
  return play(createCondition(options.service ?? serviceOf([primary('sip')]), settings, 0, options.memory), [])
}

function play(state: ConditionState, effects: readonly ConditionEffect[]): Scene {
  const firstProbe = state.service.probes[0]?.id ?? ''
  const event = (atMs: number, one: ConditionEvent): Scene => {
    const step = reduceCondition(state, one, atMs)
    return play(step.state, [...effects, ...step.effects])
  }
  const sampled = (atMs: number, probe: string, sentMs: number, result: ProbeResult): Scene =>
    event(atMs, { kind: 'sampled', sample: { probe, sentMs, atMs, regular: true, result } })

  return {
    state,
    effects,
    changes: effects.flatMap((one) => (one.effect === 'announce-change' ? [`${one.from}→${one.to}@${one.atMs} (${one.why.code})`] : [])),
    event,
    reply: (atMs, probe = firstProbe, result = QUICK) =>
      sampled(atMs, probe, atMs - (result.kind === 'reply' ? (result.latencyMs ?? 0) : 0), result),
    replies(fromMs, toMs, probe = firstProbe) {
      let at: Scene = play(state, effects)
      for (let ms = fromMs; ms <= toMs; ms += 1_000) at = at.reply(ms, probe)
      return at
    },
    miss: (atMs, probe = firstProbe, sentMs = atMs - TIMEOUT_MS) => sampled(atMs, probe, sentMs, { kind: 'timeout' }),
    fails: (atMs, kind, probe = firstProbe) => sampled(atMs, probe, atMs, { kind }),
    until: (atMs) => event(atMs, { kind: 'time-passed' }),
  }
}

export const due = (at: Scene): number => conditionDueMs(at.state)
