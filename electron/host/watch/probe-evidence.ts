// What one probe has shown so far. Pure; the service's condition is judged from these in condition.ts.
import type { CellMode, ProbeWeight, Registration } from '../../contract/words.ts'
import { CLEAN_LOSS, lossEndsMs, restartLoss, scoreLoss, type LossScore } from './loss-score.ts'
import type { WatchSettings } from './settings.ts'
import { measureSlowness, NOT_SLOW, type Slowness } from './slowness.ts'
import type { Evidence, HardCause, ProbeConfig, ProbePhase, Sample } from './types.ts'

export interface ProbeEvidence {
  readonly id: string
  readonly weight: ProbeWeight
  readonly latencyLimitMs: number
  readonly phase: ProbePhase
  /** Silence counts from here: the last reply, or the first question when there was none, less the time we were blind. */
  readonly quietFromMs: number
  /** Only in phase `failed`. */
  readonly hard?: { readonly cause: HardCause; readonly sentMs: number; readonly atMs: number }
  /** It failed while the service was known to work, so the service is degraded until it answers. */
  readonly limits: boolean
  /** What was wrong by the answers' own words, for as long as the loss score remembers it. */
  readonly limited?: string
  /** Of the last reply: what a technician reads. */
  readonly detail?: string
  readonly lastReplyMs?: number
  readonly lastReplySentMs?: number
  /** It answered since we could last see: an older answer proves nothing of now. */
  readonly answered: boolean
  readonly latencyMs?: number
  readonly registration?: Registration
  readonly cell?: CellMode
  /** When the cell last changed its mode. */
  readonly cellSinceMs?: number
  /** The last status to itself that came back. */
  readonly exchange?: { readonly tookMs: number; readonly atMs: number }
  readonly loss: LossScore
  readonly slow: Slowness
}

/** Which samples count, and from when. */
export interface SampleRules {
  readonly settings: WatchSettings
  /** Misses sent before this are void: we were not able to hear. */
  readonly voidUntilMs: number
  /** Samples sent before this belong to the failure that is over and enter no score. */
  readonly scoredFromMs: number
}

export type SampleClass = 'reply' | 'miss' | 'void' | 'hard'

/** Registered here or abroad: the network hears this radio. */
export const isRegistered = (registration: Registration): boolean => registration === 'home' || registration === 'visited'

export function untriedProbe(config: ProbeConfig, nowMs: number): ProbeEvidence {
  return {
    id: config.id,
    weight: config.weight,
    latencyLimitMs: config.latencyLimitMs,
    phase: 'untried',
    quietFromMs: nowMs,
    limits: false,
    answered: false,
    loss: CLEAN_LOSS,
    slow: NOT_SLOW,
  }
}

export function hardCauseOf(sample: Sample): HardCause | undefined {
  const { result } = sample
  if (result.kind === 'refused' || result.kind === 'unplugged') return result.kind
  if (result.kind !== 'reply' || result.registration === undefined) return undefined
  const { registration } = result
  return registration === 'home' || registration === 'visited' ? undefined : registration
}

/**
 * What a sample is worth. Hard evidence is never void: a refusal was said by the other side, however late we were.
 * One that was sent before the last answered probe is: the target answered after it.
 */
export function classify(probe: ProbeEvidence, sample: Sample, voidUntilMs: number): SampleClass {
  if (hardCauseOf(sample) !== undefined) return isOlderThanReply(probe, sample) ? 'void' : 'hard'
  if (sample.result.kind === 'reply') return 'reply'
  return sample.sentMs < voidUntilMs ? 'void' : 'miss'
}

export function applySample(probe: ProbeEvidence, sample: Sample, rules: SampleRules): ProbeEvidence {
  switch (classify(probe, sample, rules.voidUntilMs)) {
    case 'void': return probe
    case 'reply': return withReply(score(probe, sample, limitedBy(sample) === undefined ? 'reply' : 'miss', rules), sample, rules)
    case 'hard': return withHardEvidence(score(probe, sample, 'miss', rules), sample)
    case 'miss': return withMiss(score(probe, sample, 'miss', rules), sample)
  }
}

function withReply(probe: ProbeEvidence, sample: Sample, rules: SampleRules): ProbeEvidence {
  const result = sample.result.kind === 'reply' ? sample.result : undefined
  const { hard, latencyMs: _, detail: _detail, limited: before, ...rest } = probe
  // One good answer among bad ones changes no reason: it would be announced each second.
  const limited = result?.limited ?? (probe.loss.limited || probe.loss.points > 0 ? before : undefined)
  const disproved = hard === undefined || disproves(sample, hard)
  return {
    ...rest,
    phase: disproved ? 'answering' : 'failed',
    ...(!disproved && { hard }),
    limits: disproved ? false : probe.limits,
    quietFromMs: Math.max(sample.atMs, rules.voidUntilMs),
    answered: true,
    ...(limited !== undefined && { limited }),
    ...(result?.detail !== undefined && { detail: result.detail }),
    lastReplyMs: sample.atMs,
    lastReplySentMs: Math.max(sample.sentMs, probe.lastReplySentMs ?? sample.sentMs),
    ...(result?.latencyMs !== undefined && { latencyMs: result.latencyMs }),
    ...(result?.registration !== undefined && { registration: result.registration }),
    ...(result?.cell !== undefined && { cell: result.cell, cellSinceMs: result.cell === probe.cell ? probe.cellSinceMs : sample.atMs }),
    ...(result?.exchangeMs !== undefined && { exchange: { tookMs: result.exchangeMs, atMs: sample.atMs } }),
  }
}

const limitedBy = ({ result }: Sample): string | undefined => (result.kind === 'reply' ? result.limited : undefined)

/** Asked after the failure; and that a radio hears somebody speak does not say that it is registered. */
function disproves(sample: Sample, hard: { readonly cause: HardCause; readonly sentMs: number }): boolean {
  const overheard = sample.result.kind === 'reply' && sample.result.heardOwn === true && sample.result.registration === undefined
  const aboutLine = hard.cause === 'refused' || hard.cause === 'unplugged'
  return sample.sentMs >= hard.sentMs && (aboutLine || !overheard)
}

function withHardEvidence(probe: ProbeEvidence, sample: Sample): ProbeEvidence {
  const cause = hardCauseOf(sample)
  if (cause === undefined) return probe
  const registration = sample.result.kind === 'reply' ? sample.result.registration : undefined
  const quietFromMs = probe.phase === 'untried' ? sample.sentMs : probe.quietFromMs
  return { ...probe, phase: 'failed', quietFromMs, hard: { cause, sentMs: sample.sentMs, atMs: sample.atMs }, ...(registration && { registration }) }
}

function withMiss(probe: ProbeEvidence, sample: Sample): ProbeEvidence {
  if (probe.phase === 'untried') return { ...probe, phase: 'missing', quietFromMs: sample.sentMs }
  if (probe.phase !== 'answering' || isOlderThanReply(probe, sample)) return probe
  return { ...probe, phase: 'missing' }
}

const isOlderThanReply = (probe: ProbeEvidence, sample: Sample): boolean =>
  probe.lastReplySentMs !== undefined && sample.sentMs < probe.lastReplySentMs

function score(probe: ProbeEvidence, sample: Sample, outcome: 'reply' | 'miss', rules: SampleRules): ProbeEvidence {
  if (!sample.regular || sample.sentMs < rules.scoredFromMs) return probe
  const loss = scoreLoss(probe.loss, outcome, rules.settings, sample.atMs)
  const latencyMs = sample.result.kind === 'reply' && outcome === 'reply' ? sample.result.latencyMs : undefined
  if (latencyMs === undefined) return { ...probe, loss }
  const rule = { limitMs: probe.latencyLimitMs, forMs: rules.settings.latencyWindowMs, replies: rules.settings.latencyReplies }
  return { ...probe, loss, slow: measureSlowness(probe.slow, latencyMs, rule, sample.atMs) }
}

/** When this probe, untouched, becomes silent; Infinity when it is that already or nobody has asked it yet. */
export function silentFromMs(probe: ProbeEvidence, settings: WatchSettings): number {
  return probe.phase === 'answering' || probe.phase === 'missing' ? probe.quietFromMs + settings.silenceDownMs : Infinity
}

export const probeLossEndsMs = (probe: ProbeEvidence, settings: WatchSettings): number => lossEndsMs(probe.loss, settings)

/** Moves the start of a measured span on by the time between `startMs` and `untilMs`, which does not count. */
export function skipBlindSpan(fromMs: number, startMs: number, untilMs: number): number {
  return fromMs >= untilMs ? fromMs : fromMs + untilMs - Math.max(startMs, fromMs)
}

/** Nothing it showed holds any longer: we were cut off. When it last answered stays known. */
export function forgetEvidence(probe: ProbeEvidence, nowMs: number): ProbeEvidence {
  const { hard: _, registration: _registration, cell: _cell, cellSinceMs: _cellSinceMs, limited: _limited, ...rest } = probe
  const phase = probe.phase === 'unusable' ? 'unusable' : 'untried'
  return { ...rest, phase, limits: false, answered: false, quietFromMs: nowMs, slow: NOT_SLOW, loss: restartLoss(probe.loss, nowMs) }
}

/** The service came back from down: scores start anew. */
export function restartScores(probe: ProbeEvidence, nowMs: number): ProbeEvidence {
  const { limited: _, ...rest } = probe
  return { ...rest, loss: restartLoss(probe.loss, nowMs), slow: NOT_SLOW }
}

export function asEvidence(probe: ProbeEvidence): Evidence {
  return {
    probe: probe.id,
    phase: probe.phase,
    ...(probe.hard && { cause: probe.hard.cause }),
    ...(probe.lastReplyMs !== undefined && { lastReplyMs: probe.lastReplyMs }),
  }
}
