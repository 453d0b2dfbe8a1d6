// What each event changes in the facts about a service; conclusions are drawn afterwards, in verdict.ts. Pure.
import { isUnseen, lastReplyOf, outageOf, primariesOf, type ConditionState } from './condition-state.ts'
import { noticeSilence } from './condition-time.ts'
import { clearBySupervisor, countDown, endDown } from './instability.ts'
import { hearReport, NO_REPORTS, takeBackReport } from './people-evidence.ts'
import { applySample, classify, forgetEvidence, restartScores, skipBlindSpan, type ProbeEvidence } from './probe-evidence.ts'
import type { ConditionEvent, Sample } from './types.ts'

export function applyEvent(state: ConditionState, event: ConditionEvent, nowMs: number): ConditionState {
  switch (event.kind) {
    case 'sampled': return state.blind ? state : applySampled(state, event.sample, nowMs)
    case 'time-passed': return state
    case 'own-lag':
    case 'own-resume': return standStill(state, event, nowMs)
    case 'own-network-lost': return state.service.viaOwnNetwork && !state.blind ? { ...forgetAll(state, nowMs), blind: true, wasBlind: true } : state
    case 'own-network-found': return state.blind ? regainSight(state, nowMs + state.settings.lagVoidAfterMs) : state
    case 'heard-own': return hearOwn(state, event.afterPressMs, nowMs)
    case 'people-told': return hearPeople(state, event, nowMs)
    case 'people-retracted': return { ...state, people: takeBackReport(state.people, event.report, nowMs, state.settings) }
    case 'maintenance-began': return { ...state, maintenance: true, people: NO_REPORTS }
    case 'maintenance-ended': return endMaintenance(state, nowMs)
    case 'unstable-lifted': return noticeSilence({ ...state, instability: clearBySupervisor(state.instability, nowMs) }, nowMs)
    case 'probe-unusable': return loseProbe(state, event.probe, nowMs)
    case 'probe-usable': return regainProbe(state, event.probe, nowMs)
  }
}

/** While it is down one sentence that came through proves no recovery: it is shown, and switching weighs it. */
function hearOwn(state: ConditionState, afterPressMs: number | undefined, nowMs: number): ConditionState {
  return {
    ...state,
    lastHeardOwnMs: nowMs,
    heardOwnCount: state.heardOwnCount + 1,
    ...(afterPressMs !== undefined && { heardAfterPressMs: afterPressMs }),
    provenAtMs: state.blind || state.down || state.outage ? undefined : nowMs,
  }
}

/** While we are cut off, or it is planned, what people notice says nothing of the service. */
function hearPeople(state: ConditionState, event: Extract<ConditionEvent, { kind: 'people-told' }>, nowMs: number): ConditionState {
  if (state.blind || state.maintenance) return state
  const { report, symptom, from, unit, agoMs = 0 } = event
  const told = { report, symptom, from, ...(unit === undefined ? {} : { unit }), atMs: nowMs - agoMs }
  return { ...state, people: hearReport(state.people, told, nowMs, state.settings) }
}

// ── samples ────────────────────────────────────────────────────────────────────────────────

function applySampled(state: ConditionState, sample: Sample, nowMs: number): ConditionState {
  const probe = state.probes.find((one) => one.id === sample.probe)
  if (!probe || probe.phase === 'unusable') return state
  const worth = classify(probe, sample, state.voidUntilMs)
  if (worth === 'void') return state
  // What is missed while it is down is that failure, and no other.
  const rules = state.down || isUnseen(state) ? { ...state, scoredFromMs: Infinity } : state
  const applied = withProbe(state, probe.id, (one) => applySample(one, sample, rules))
  // What went through the network and came back proves it end to end, as heard speech proves the RBS.
  const carried = sample.result.kind === 'reply' && sample.result.exchangeMs !== undefined && !state.down && !state.outage
  const next = carried ? { ...applied, provenAtMs: nowMs } : applied
  if (probe.weight === 'secondary') return next
  // An answer that leaves the hard evidence standing ends no down: sent before the refusal, or only overheard.
  if (worth === 'reply') return isStillFailed(next, probe.id) ? next : takePrimaryReply(next, nowMs)
  const isSetback = sample.regular || worth === 'hard'
  return next.recovering && isSetback && sample.sentMs >= next.scoredFromMs ? { ...next, recovering: { goodFromMs: nowMs } } : next
}

const isStillFailed = ({ probes }: ConditionState, id: string): boolean => probes.some((one) => one.id === id && one.phase === 'failed')

function takePrimaryReply(state: ConditionState, nowMs: number): ConditionState {
  // Good time starts with the first reply, not while nobody had answered yet.
  const recovering = state.recovering && !state.heard ? { goodFromMs: nowMs } : state.recovering
  const heard: ConditionState = { ...state, heard: true, quiet: undefined, recovering }
  if (!state.down && !state.outage) return heard
  // After a start three replies end an outage, as they end any down; where only our own network was gone, the first shows
  // that it is over, and it owes its good time.
  if (!state.down && state.wasBlind) return forgetOutage(heard, nowMs)
  const { recoverReplies, recoverWithinMs } = state.settings
  const replies = [...state.replies, nowMs].slice(-recoverReplies)
  const isBack = replies.length === recoverReplies && nowMs - (replies[0] ?? nowMs) <= recoverWithinMs
  return isBack ? comeBack(heard, nowMs) : { ...heard, replies }
}

const forgetOutage = (state: ConditionState, nowMs: number): ConditionState =>
  ({ ...state, outage: undefined, replies: [], instability: state.outage?.counted ? endDown(state.instability, nowMs) : state.instability })

function comeBack(state: ConditionState, nowMs: number): ConditionState {
  return {
    ...state,
    down: undefined,
    outage: undefined,
    replies: [],
    recovering: { goodFromMs: nowMs },
    // What people said was about the failure that is over.
    people: NO_REPORTS,
    scoredFromMs: nowMs,
    probes: state.probes.map((probe) => restartScores(probe, nowMs)),
    instability: outageOf(state, nowMs)?.counted ? endDown(state.instability, nowMs) : state.instability,
  }
}

/** Planned work is over: whatever is down now is a failure from here on. */
function endMaintenance(state: ConditionState, nowMs: number): ConditionState {
  const { down, settings } = state
  if (!state.maintenance || !down || down.counted) return { ...state, maintenance: false }
  return { ...state, maintenance: false, down: { ...down, counted: true }, instability: countDown(state.instability, settings, nowMs) }
}

// ── our own troubles ───────────────────────────────────────────────────────────────────────

/**
 * We stood still for the `ms` before now: that span, and the void time after it, is no silence of theirs. What was slept
 * beyond it no time of ours tells, and it makes old what we knew.
 */
function standStill(state: ConditionState, { ms, sleptMs = 0 }: { readonly ms: number; readonly sleptMs?: number }, nowMs: number): ConditionState {
  const { silenceUnknownMs, proofFreshMs } = state.settings
  const ageOf = (atMs: number): number => nowMs - atMs + sleptMs
  const untilMs = nowMs + state.settings.lagVoidAfterMs
  // Two standstills may overlap: each moment is taken out once.
  const startMs = Math.max(nowMs - ms, state.voidUntilMs)
  const lastReplyMs = lastReplyOf(state)?.lastReplyMs
  // Waking up is no reason to go on showing what was true before we slept.
  const isStale = state.heard && !state.down && lastReplyMs !== undefined && ageOf(lastReplyMs) >= silenceUnknownMs
  const skip = (spanFromMs: number): number => skipBlindSpan(spanFromMs, startMs, untilMs)
  return {
    ...state,
    quiet: state.quiet ?? (isStale ? 'own-standstill' : undefined),
    provenAtMs: state.provenAtMs !== undefined && ageOf(state.provenAtMs) >= proofFreshMs ? undefined : state.provenAtMs,
    startedMs: skip(state.startedMs),
    // Nor is it good time.
    recovering: state.recovering && { goodFromMs: skip(state.recovering.goodFromMs) },
    voidUntilMs: untilMs,
    probes: state.probes.map((probe) => ({ ...probe, quietFromMs: skip(probe.quietFromMs) })),
  }
}

/** Nothing we knew holds any longer. If it was down, that is remembered, and it must earn its ok when we see it again. */
function forgetAll(state: ConditionState, nowMs: number): ConditionState {
  return {
    ...state,
    heard: false,
    quiet: undefined,
    down: undefined,
    outage: outageOf(state, nowMs),
    replies: [],
    recovering: state.down ? { goodFromMs: nowMs } : state.recovering,
    provenAtMs: undefined,
    people: NO_REPORTS,
    probes: state.probes.map((probe) => forgetEvidence(probe, nowMs)),
  }
}

function regainSight(state: ConditionState, trustFromMs: number): ConditionState {
  const probes = state.probes.map((probe) => ({ ...probe, quietFromMs: trustFromMs }))
  return { ...state, blind: false, voidUntilMs: trustFromMs, scoredFromMs: trustFromMs, startedMs: trustFromMs, probes }
}

function loseProbe(state: ConditionState, id: string, nowMs: number): ConditionState {
  const next = withProbe(keepSilence(state, id), id, (probe) => ({ ...forgetEvidence(probe, nowMs), phase: 'unusable' }))
  const primaries = primariesOf(next)
  if (primaries.length === 0) return forgetAll(next, nowMs)
  // The only one that had answered is gone: nothing is known of the service, which is no silence of the others.
  return next.heard && !next.down && !primaries.some((probe) => probe.answered) ? { ...next, heard: false, quiet: undefined, startedMs: nowMs } : next
}

/** The service was heard through it: silence goes on counting from there, and not from before by what the others missed. */
function keepSilence(state: ConditionState, id: string): ConditionState {
  const lost = state.probes.find((probe) => probe.id === id && probe.weight === 'primary' && probe.answered)
  if (!lost || state.down) return state
  const keep = (probe: ProbeEvidence): ProbeEvidence => {
    const { phase, quietFromMs } = probe
    const isSilence = phase === 'answering' || phase === 'missing' || phase === 'silent'
    if (probe.weight === 'secondary' || !isSilence || quietFromMs >= lost.quietFromMs) return probe
    return { ...probe, quietFromMs: lost.quietFromMs, phase: phase === 'silent' ? 'missing' : phase }
  }
  return { ...state, probes: state.probes.map(keep) }
}

function regainProbe(state: ConditionState, id: string, nowMs: number): ConditionState {
  return withProbe(state, id, (probe) => (probe.phase === 'unusable' ? { ...probe, phase: 'untried', quietFromMs: nowMs } : probe))
}

function withProbe(state: ConditionState, id: string, change: (probe: ProbeEvidence) => ProbeEvidence): ConditionState {
  return { ...state, probes: state.probes.map((probe) => (probe.id === id ? change(probe) : probe)) }
}
