// What is known of one service, and the questions every part of the reducer asks of it. Pure.
import type { ConditionNow } from '../../contract/words.ts'
import { STABLE, type Instability } from './instability.ts'
import { contradictsProof, NO_REPORTS, type PeopleEvidence } from './people-evidence.ts'
import { untriedProbe, type ProbeEvidence } from './probe-evidence.ts'
import type { WatchSettings } from './settings.ts'
import type { ServiceConfig, Why } from './types.ts'

export interface ConditionState {
  readonly service: ServiceConfig
  readonly settings: WatchSettings
  readonly now: ConditionNow
  readonly sinceMs: number
  readonly why: Why
  readonly probes: readonly ProbeEvidence[]
  /** Silence of a primary probe nobody has asked yet counts from here, and only beside one that was asked. */
  readonly startedMs: number
  /** A primary probe was answered since watching began, or since we could see again. */
  readonly heard: boolean
  /** No primary reply for `silenceUnknownMs`: because none came, or because we stood still and cannot know. */
  readonly quiet?: 'silent' | 'own-standstill'
  /** Our own network is down: nothing can be said. */
  readonly blind: boolean
  readonly wasBlind: boolean
  /** Misses sent before this are void. */
  readonly voidUntilMs: number
  /** Samples sent before this enter no score. */
  readonly scoredFromMs: number
  readonly down?: Down
  /** It was down when we last saw it, and nobody knows yet whether it still is. */
  readonly outage?: Outage
  /** Times of the last primary replies while down, or not known to be up again. */
  readonly replies: readonly number[]
  /** Back from down; ok when nothing was missed since `goodFromMs` for `goodMs`. */
  readonly recovering?: { readonly goodFromMs: number }
  /** Speech through this service was last heard end to end; gone when too old or when the service went down since. */
  readonly provenAtMs?: number
  /** The same moment, kept whatever happened since: `laatst gehoord 21:39:50`. */
  readonly lastHeardOwnMs?: number
  /** How often since watching began. */
  readonly heardOwnCount: number
  /** So long after the pedal was pressed, where that was seen; of the last time it was. */
  readonly heardAfterPressMs?: number
  readonly people: PeopleEvidence
  readonly maintenance: boolean
  readonly instability: Instability
}

export interface Down {
  readonly why: Why
  /** It weighs in the unstable label, for it was not planned. */
  readonly counted: boolean
  readonly sinceMs: number
  /** Where the failure began: the last reply, or the hard evidence. */
  readonly onsetMs: number
}

export interface Outage {
  readonly sinceMs: number
  readonly counted: boolean
  /** When we last knew it was down. */
  readonly seenMs: number
}

/** What outlives a restart of the host. */
export interface ConditionMemory {
  /** It was down or recovering: never straight to ok. */
  readonly recovering: boolean
  readonly instability: Instability
  readonly outage?: Outage
  readonly lastHeardOwnMs?: number
  /** Of each probe that was degraded by loss: how often it relapsed, and when that last ended. */
  readonly relapses?: Readonly<Record<string, { readonly count: number; readonly endedMs: number }>>
}

export function createCondition(service: ServiceConfig, settings: WatchSettings, nowMs: number, memory?: ConditionMemory): ConditionState {
  return {
    service,
    settings,
    now: 'unknown',
    sinceMs: nowMs,
    why: memory?.outage ? { code: 'was-down', sinceMs: memory.outage.sinceMs } : { code: 'watching-began' },
    probes: service.probes.map((probe) => rememberLoss(untriedProbe(probe, nowMs), memory?.relapses?.[probe.id])),
    startedMs: nowMs,
    heard: false,
    blind: false,
    wasBlind: false,
    voidUntilMs: nowMs,
    scoredFromMs: nowMs,
    replies: [],
    heardOwnCount: 0,
    ...(memory?.recovering && { recovering: { goodFromMs: nowMs } }),
    ...(memory?.outage && { outage: memory.outage }),
    ...(memory?.lastHeardOwnMs !== undefined && { lastHeardOwnMs: memory.lastHeardOwnMs }),
    people: NO_REPORTS,
    maintenance: false,
    instability: memory?.instability ?? STABLE,
  }
}

const rememberLoss = (probe: ProbeEvidence, relapse: { readonly count: number; readonly endedMs: number } | undefined): ProbeEvidence =>
  relapse ? { ...probe, loss: { ...probe.loss, relapses: relapse.count, endedMs: relapse.endedMs } } : probe

export function memoryOf(state: ConditionState, nowMs: number): ConditionMemory {
  const outage = outageOf(state, nowMs)
  // One that is degraded by loss now ends by our leaving.
  const relapses = state.probes.flatMap(({ id, loss }) => {
    const endedMs = loss.limited ? nowMs : loss.endedMs
    return endedMs === undefined ? [] : [[id, { count: loss.relapses, endedMs }] as const]
  })
  return {
    recovering: outage !== undefined || state.recovering !== undefined,
    instability: state.instability,
    ...(outage && { outage }),
    ...(state.lastHeardOwnMs !== undefined && { lastHeardOwnMs: state.lastHeardOwnMs }),
    ...(relapses.length > 0 && { relapses: Object.fromEntries(relapses) }),
  }
}

/** What must be remembered when we can no longer see a service. */
export function outageOf({ down, outage }: ConditionState, nowMs: number): Outage | undefined {
  return down ? { sinceMs: down.sinceMs, counted: down.counted, seenMs: nowMs } : outage
}

/** It was down when we last saw it, and nothing is known of it since. */
export const isUnseen = ({ outage }: ConditionState): boolean => outage !== undefined

/** Found down again up to then it is the outage that was remembered; −Infinity when none is. */
export const sameOutageUntilMs = ({ outage, settings }: ConditionState): number =>
  outage ? outage.seenMs + settings.outageMemoryMs : -Infinity

/** Speech through this service was heard end to end, within its limit, since it was last down, and since the dispatcher said otherwise. */
export const isProven = ({ provenAtMs, people }: ConditionState): boolean => provenAtMs !== undefined && !contradictsProof(people, provenAtMs)

/**
 * Different probes that say at this moment that the service is down.
 *
 * @returns 0 while it is not down, and while our own network is: what we cannot hear proves nothing.
 */
export function negativeProofs(state: ConditionState): number {
  return state.now === 'down' ? state.probes.filter(hasFailed).length : 0
}

export const hasFailed = (probe: ProbeEvidence): boolean => probe.phase === 'failed' || probe.phase === 'silent'

/** Primary probes that can be used here. */
export const primariesOf = (state: ConditionState): readonly ProbeEvidence[] =>
  state.probes.filter((probe) => probe.weight === 'primary' && probe.phase !== 'unusable')

/** The silence of the service counts from here: the last reply of any primary, less the time we were blind. −Infinity when there is none. */
export function quietFromMs(state: ConditionState): number {
  let last = -Infinity
  for (const probe of state.probes) if (probe.weight === 'primary' && probe.answered) last = Math.max(last, probe.quietFromMs)
  return last
}

/**
 * From when on all primaries count as failed if nothing more is heard: −Infinity when they have, Infinity when one still may answer.
 *
 * @remarks A primary that never answered cannot prolong the silence of those that did. Beside one that failed and while nobody
 *   was heard, one that was not even asked gets its time from the start.
 */
export function allFailedFromMs(state: ConditionState): number {
  const primaries = primariesOf(state)
  const open = primaries.filter((probe) => !hasFailed(probe))
  if (primaries.length === 0 || (open.length === primaries.length && !state.heard)) return Infinity
  if (open.length === 0) return -Infinity
  if (open.some((probe) => probe.answered)) return Infinity
  if (state.heard) return quietFromMs(state) + state.settings.silenceDownMs
  return open.every((probe) => probe.phase === 'untried') ? state.startedMs + state.settings.silenceDownMs : Infinity
}

/** The youngest reply of any primary probe. */
export function lastReplyOf(state: ConditionState): ProbeEvidence | undefined {
  let last: ProbeEvidence | undefined
  for (const probe of state.probes) {
    if (probe.weight !== 'primary' || probe.lastReplyMs === undefined) continue
    if (last?.lastReplyMs === undefined || probe.lastReplyMs > last.lastReplyMs) last = probe
  }
  return last
}
