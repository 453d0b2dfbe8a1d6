// From the facts about a service to one condition with its reason. Pure. Source: architecture section 5.
import type { ConditionNow } from '../../contract/words.ts'
import { allFailedFromMs, hasFailed, lastReplyOf, primariesOf, isUnseen, sameOutageUntilMs, type ConditionState, type Outage } from './condition-state.ts'
import { countDown } from './instability.ts'
import { sayingOf } from './people-evidence.ts'
import { asEvidence, type ProbeEvidence } from './probe-evidence.ts'
import { percentile95 } from './slowness.ts'
import type { Evidence, Why } from './types.ts'

interface Verdict {
  readonly now: ConditionNow
  readonly why: Why
}

/** Draws the conclusions from changed facts: which failures limit the service, whether it is down, what it is called. */
export function concludeCondition(facts: ConditionState, nowMs: number): ConditionState {
  const state = goDownIfProven(weighFailures(facts), nowMs)
  const verdict = judge(state, nowMs)
  if (verdict.now !== state.now) return { ...state, ...verdict, sinceMs: state.down?.sinceMs ?? nowMs }
  return isSameReason(state.why, verdict.why) ? state : { ...state, why: verdict.why }
}

/** Two reasons a person would read as the same. */
export function isSameReason(one: Why, other: Why): boolean {
  return one === other || (one.code === other.code && subjectOf(one) === subjectOf(other))
}

const subjectOf = (why: Why): string =>
  'probe' in why ? why.probe : 'probes' in why ? why.probes.join() : 'symptoms' in why ? `${why.count} ${why.symptoms.join()}` : ''

/** The probes on whose word the condition rests. */
export function evidenceFor(state: ConditionState): readonly Evidence[] {
  const probes = state.now === 'down' ? state.probes.filter(hasFailed)
    : state.why.code === 'part-failed' ? state.probes
    : 'probe' in state.why ? state.probes.filter((probe) => 'probe' in state.why && probe.id === state.why.probe)
    : state.probes.filter((probe) => probe.weight === 'primary')
  return probes.map(asEvidence)
}

// ── which failures count ───────────────────────────────────────────────────────────────────

/**
 * A probe that failed limits the service only when the service is known to work at that moment. Otherwise a common
 * silence, which ends each probe a fraction of a second after the other, would be called degraded on its way to down.
 */
function weighFailures(state: ConditionState): ConditionState {
  if (!state.probes.some((probe) => hasFailed(probe) && !probe.limits)) return state
  const isAnswering = !state.quiet && !state.down && primariesOf(state).some((probe) => probe.phase === 'answering')
  const isStanding = (failed: ProbeEvidence): boolean => state.heard && !state.down &&
    primariesOf(state).some((probe) => probe !== failed && (probe.phase === 'answering' || probe.phase === 'missing'))
  const weigh = (probe: ProbeEvidence): ProbeEvidence => {
    if (!hasFailed(probe) || probe.limits) return probe
    // Hard evidence on one primary needs no other probe's answer, only that the others have not failed yet.
    const isHardPrimary = probe.phase === 'failed' && probe.weight === 'primary'
    return isAnswering || (isHardPrimary && isStanding(probe)) ? { ...probe, limits: true } : probe
  }
  return { ...state, probes: state.probes.map(weigh) }
}

// ── down ───────────────────────────────────────────────────────────────────────────────────

function goDownIfProven(state: ConditionState, nowMs: number): ConditionState {
  if (state.blind || state.down || allFailedFromMs(state) > nowMs) return state
  const same = sameOutage(state, nowMs)
  const counted = same?.counted === true || !state.maintenance
  return {
    ...state,
    down: { why: whyDown(state, same), counted, sinceMs: same?.sinceMs ?? nowMs, onsetMs: same?.sinceMs ?? onsetOf(state) },
    outage: undefined,
    quiet: undefined,
    replies: [],
    recovering: undefined,
    provenAtMs: undefined,
    instability: counted && !same?.counted ? countDown(state.instability, state.settings, nowMs) : state.instability,
  }
}

/** Found down again soon after we looked away: it never came back, as far as anybody knows. */
const sameOutage = (state: ConditionState, nowMs: number): Outage | undefined =>
  nowMs <= sameOutageUntilMs(state) ? state.outage : undefined

/** The first moment at which all of it was failing: each primary fails where its silence or its hard evidence begins. */
const onsetOf = (state: ConditionState): number =>
  Math.max(...primariesOf(state).filter(hasFailed).map((probe) => probe.hard?.atMs ?? probe.quietFromMs))

function whyDown(state: ConditionState, same: Outage | undefined): Why {
  const failed = primariesOf(state).filter(hasFailed)
  let hardest: ProbeEvidence | undefined
  for (const probe of failed) if (probe.hard && probe.hard.atMs >= (hardest?.hard?.atMs ?? -Infinity)) hardest = probe
  if (hardest?.hard) {
    const { id: probe, hard: { cause } } = hardest
    return cause === 'refused' || cause === 'unplugged' ? { code: cause, probe } : { code: 'deregistered', probe, registration: cause }
  }
  const lastReplyMs = lastReplyOf(state)?.lastReplyMs
  if (state.heard && lastReplyMs !== undefined) return { code: 'silent', lastReplyMs }
  if (same) return { code: 'still-down', sinceMs: same.sinceMs }
  // Never a guess: it says that nobody ever answered here, which may as well be a wrong address in the site file.
  return { code: 'never-answered', sinceMs: Math.min(...failed.map((probe) => probe.quietFromMs)) }
}

// ── the word ───────────────────────────────────────────────────────────────────────────────

function judge(state: ConditionState, nowMs: number): Verdict {
  if (state.blind) return { now: 'unknown', why: { code: 'own-network-down' } }
  if (state.down) return { now: 'down', why: state.down.why }
  if (primariesOf(state).length === 0) return { now: 'unknown', why: { code: 'not-measurable' } }
  if (state.outage && isUnseen(state)) return { now: 'unknown', why: { code: 'was-down', sinceMs: state.outage.sinceMs } }
  if (!state.heard) return { now: 'unknown', why: { code: state.wasBlind ? 'own-network-back' : 'watching-began' } }
  const limit = whyDegraded(state)
  if (limit) return { now: 'degraded', why: limit }
  const last = lastReplyOf(state)
  if (state.quiet) return { now: 'unknown', why: { code: state.quiet, lastReplyMs: last?.lastReplyMs ?? state.sinceMs } }
  return { now: 'ok', why: whyOk(state, last?.id ?? '', nowMs) }
}

function whyDegraded(state: ConditionState): Why | undefined {
  const failed = state.probes.filter((probe) => probe.limits)
  if (failed.length > 0) return { code: 'part-failed', probes: failed.map((probe) => probe.id) }
  const primaries = primariesOf(state)
  const lossy = primaries.find((probe) => probe.loss.limited)
  if (lossy) return lossy.limited === undefined ? { code: 'loss', probe: lossy.id } : { code: 'limited', probe: lossy.id, detail: lossy.limited }
  const slow = primaries.find((probe) => probe.slow.limited)
  if (slow) return { code: 'slow', probe: slow.id, p95Ms: percentile95(slow.slow.latencies), limitMs: slow.latencyLimitMs }
  if (state.recovering) return { code: 'recovering' }
  // Last: what is measured says more.
  const saying = state.people.limited ? sayingOf(state.people) : undefined
  return saying && { code: 'people', ...saying }
}

/** Why it is ok now, told from what it was before. */
function whyOk(before: ConditionState, probe: string, nowMs: number): Why {
  const { why } = before
  if (before.now === 'ok') return why
  switch (why.code) {
    case 'silent':
    case 'own-standstill': return { code: 'answers-again', probe, silentMs: nowMs - why.lastReplyMs }
    case 'recovering': return { code: 'good-again', goodMs: before.settings.goodMs }
    case 'part-failed':
    case 'loss':
    case 'limited':
    case 'slow': return { code: 'ended', what: why.code }
    case 'people': return { code: 'people-quiet' }
    default: return { code: 'first-reply', probe }
  }
}
