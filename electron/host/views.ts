// What the host knows, put into the words of the contract's topics. Monotonic moments become UTC here and nowhere else.
import type { ChannelView, DiagnosisView, PttView, ServiceView, SiteView, SwitchView } from '../contract/topics.ts'
import { STANDARD_PROFILE } from '../contract/switching.ts'
import type { ProbeKind } from '../contract/words.ts'
import type { Ear, UnitOf } from './ears.ts'
import type { Fallback } from './fallback/fallback.ts'
import type { RadioChannel } from './fallback/radio-channel.ts'
import type { Readiness, SwitchReport } from './fallback/types.ts'
import type { Maintenance } from './maintenance/maintenance.ts'
import type { PttSettings, PttState } from './ptt/types.ts'
import { toJson } from './recorder.ts'
import type { Site, SiteChannel } from './site/schema.ts'
import type { WatchView } from './watch/index.ts'

export type ToUtc = (monotonicMs: number) => number

/** @param ahead  UTC minus monotonic time, of `createUtcAhead` */
export const utcAt = (ahead: number): ToUtc => (monotonicMs) => Math.round(monotonicMs + ahead)

export function siteView(site: Site, trouble: { readonly lastGood: boolean; readonly problems: readonly string[] }): SiteView {
  const { room, position, plan } = site
  const { softTimeoutMs, hardTimeoutMs, settleMs, countdownMs } = site.settings
  return {
    room: room.name,
    position: position.id,
    label: position.label,
    discipline: position.discipline,
    mode: site.mode,
    callTaking: position.callTaking,
    manned: position.manned,
    planVersion: plan.version,
    plan: { version: plan.version, approvedBy: plan.approvedBy, checkedOn: plan.checkedOn, checkIsDue: false, automatic: plan.automatic },
    profile: STANDARD_PROFILE,
    profiles: [{ id: STANDARD_PROFILE, label: plan.label, discipline: position.discipline, callTaking: position.callTaking, planVersion: plan.version }],
    ...(plan.lastResort === undefined ? {} : { lastResort: plan.lastResort }),
    bounds: { softTimeoutMs, hardTimeoutMs, settleMs, countdownMs },
    language: site.language,
    simulated: site.simulated,
    groups: plan.groups,
    units: [...new Set(site.units.map((unit) => unit.label))],
    cards: plan.cards,
    ...trouble,
  }
}

export interface ServiceSurroundings {
  readonly maintenance: Pick<Maintenance, 'of'>
  readonly site: Pick<Site, 'services' | 'settings'>
}

export function servicesView(watch: WatchView, around: ServiceSurroundings): Record<string, ServiceView> {
  const utcNow = watch.utcMs
  const kinds = new Map(around.site.services.flatMap(({ probes }) => probes.map(({ id, kind }) => [id, { kind }] as const)))
  const kindOf = (id: string): { readonly kind?: ProbeKind } => kinds.get(id) ?? {}
  return Object.fromEntries(watch.services.map((one) => [one.id, {
    id: one.id,
    role: one.role,
    label: one.label,
    now: one.now,
    ...(one.unstable ? { unstable: { ...one.unstable, downAfterMs: around.site.settings.unstableDownMs } } : {}),
    ...(one.lately ? { lately: { count: one.lately.count, upSinceUtcMs: Math.round(one.lately.upSinceUtcMs) } } : {}),
    sinceUtcMs: Math.round(one.sinceUtcMs),
    why: toJson(one.why),
    ...(one.wasDown ? { wasDownSinceUtcMs: Math.round(one.wasDown.sinceUtcMs) } : {}),
    proof: one.proof,
    ...(one.lastHeardOwnAgoMs === undefined ? {} : { lastHeardOwnUtcMs: Math.round(utcNow - one.lastHeardOwnAgoMs) }),
    ...(one.heardOwnCount === 0 ? {} : { heardOwnCount: one.heardOwnCount }),
    ...(one.heardAfterPressMs === undefined ? {} : { heardAfterPressMs: one.heardAfterPressMs }),
    ...(one.lastReplyAgoMs === undefined ? {} : { lastReplyUtcMs: Math.round(utcNow - one.lastReplyAgoMs) }),
    ...(one.people ? { people: { ...one.people, sinceUtcMs: Math.round(one.people.sinceUtcMs) } } : {}),
    maintenance: one.maintenance,
    ...maintenanceParts(around.maintenance.of(one.id)),
    probes: one.probes.map(({ id, state, cause, latencyMs, detail, exchange }) => ({
      id,
      ...kindOf(id),
      state,
      ...(cause === undefined ? {} : { cause }),
      ...(latencyMs === undefined ? {} : { latencyMs: Math.round(latencyMs) }),
      ...(detail === undefined ? {} : { detail }),
      ...(exchange === undefined ? {} : { exchange: { tookMs: exchange.tookMs, utcMs: Math.round(utcNow - exchange.agoMs) } }),
    })),
  }]))
}

const maintenanceParts = (standing: ReturnType<Maintenance['of']>): Pick<ServiceView, 'maintenanceUntilUtcMs'> =>
  standing ? { maintenanceUntilUtcMs: Math.round(standing.untilUtcMs) } : {}

export function diagnosisView(watch: WatchView): DiagnosisView {
  const { kind, works, limited, fails, unknown, planned, witness, dependency, because, evidence, sinceUtcMs } = watch.diagnosis
  return {
    kind, works, limited, fails, unknown, planned, witness, evidence,
    sinceUtcMs: Math.round(sinceUtcMs),
    ownHealth: watch.ownHealth.health,
    ...(dependency === undefined ? {} : { dependency }),
    ...(because === undefined ? {} : { because }),
  }
}

export function channelViews(channels: readonly SiteChannel[], fallback: Fallback, radios: readonly RadioChannel[], toUtc: ToUtc): Record<string, ChannelView> {
  const { readiness } = fallback
  return Object.fromEntries(channels.map((channel) => {
    const radio = radios.find((one) => one.id === channel.id)
    const verification = radio?.verification
    return [channel.id, {
      id: channel.id,
      kind: channel.kind,
      label: channel.label,
      ...(channel.audio ? { audio: channel.audio } : {}),
      loses: channel.loses,
      ...readinessParts(readiness[channel.id], toUtc),
      ...(verification ? { registration: verification.registration, cell: verification.cell } : {}),
      ...(verification?.gssi === undefined ? {} : { group: verification.gssi }),
      ...(channel.kind === 'tetra' && channel.shared ? { shared: true } : {}),
      ...(channel.kind === 'keyed' ? { fixedGroup: channel.group ?? '' } : {}),
      ...(channel.kind === 'dmo' ? { fixedGroup: channel.group, fixedGroupLabel: channel.groupLabel } : {}),
      ...(radio?.sendingProof ? { sendingProof: radio.sendingProof() } : {}),
    }]
  }))
}

function readinessParts(readiness: Readiness | undefined, toUtc: ToUtc): Pick<ChannelView, 'readiness' | 'cause' | 'verifiedUtcMs'> {
  if (!readiness) return { readiness: 'unknown' }
  switch (readiness.state) {
    case 'ready':
    case 'stale':
      return { readiness: readiness.state, verifiedUtcMs: toUtc(readiness.verifiedAtMs) }
    case 'failed':
    case 'unknown':
      return { readiness: readiness.state, cause: readiness.cause }
    case 'struck-out':
      return { readiness: readiness.state, cause: readiness.dependency }
  }
}

export function switchView(fallback: Fallback, lastReport: SwitchReport | undefined, toUtc: ToUtc, nowMs: number): SwitchView {
  const { state, next, advised } = fallback
  const { active, step, countdown, undo, hold } = state
  return {
    channel: active.channel,
    ...(active.group === undefined || active.group === '' ? {} : { group: active.group }),
    confirmed: active.confirmed,
    sinceUtcMs: toUtc(active.sinceMs),
    wantedGroup: state.wantedGroup,
    phase: step.phase,
    ...(step.phase === 'settled' ? {} : { to: step.to, toGroup: step.group }),
    ...(step.phase === 'deferred' ? { deferredBy: step.cause } : {}),
    ...(next === undefined ? {} : { next }),
    advised,
    ...(countdown ? { countdown: { to: countdown.to, endsUtcMs: toUtc(countdown.endsAtMs) } } : {}),
    ...(undo ? { undo: undo.channel } : {}),
    ...(hold.hold === 'none' ? {} : { hold: hold.hold === 'over' ? { over: true } : { over: false, endsUtcMs: toUtc(hold.untilMs), holdMs: hold.holdMs } }),
    ...(state.quietUntilMs > nowMs ? { quietUntilUtcMs: toUtc(state.quietUntilMs) } : {}),
    returnOffered: state.returnOffered,
    ...(lastReport ? { lastReport: toJson(lastReport) } : {}),
  }
}

export interface PttSurroundings {
  /** Of the active channel. */
  readonly ear: Ear
  readonly unitOf: UnitOf
  readonly settings: PttSettings
}

export function pttView(state: PttState, around: PttSurroundings, toUtc: ToUtc): PttView {
  const { transmission, target } = state
  const bound = transmission.phase === 'waiting' || transmission.phase === 'talking' ? transmission.bound : target.kind === 'channel' ? target : undefined
  return {
    phase: transmission.phase,
    target: target.kind,
    ...(bound ? { channel: bound.channel, group: bound.group } : {}),
    ...(transmission.phase === 'idle' ? {} : { by: transmission.by, sinceUtcMs: toUtc(transmission.sinceMs) }),
    ...(transmission.phase === 'waiting' ? { queued: transmission.queued } : {}),
    ...(transmission.phase === 'refused' ? { cause: transmission.cause } : {}),
    ...(transmission.phase === 'talking' ? { softPassed: transmission.warned, endsUtcMs: toUtc(transmission.sinceMs + around.settings.hardTimeoutMs) } : {}),
    stuck: Object.values(state.sources).filter((source) => source.position === 'stuck').map((source) => source.id),
    unread: Object.values(state.sources).filter((source) => source.position === 'unread').map((source) => source.id),
    mayTransmit: state.mayTransmit,
    localKey: around.ear.localKey,
    ...heardParts(around, toUtc),
  }
}

function heardParts({ ear, unitOf }: PttSurroundings, toUtc: ToUtc): Pick<PttView, 'heard' | 'hearingUnknown' | 'heardUnit' | 'lastHeard'> {
  const unit = unitOf(ear.speaker)
  const unitBefore = unitOf(ear.before?.ssi)
  return {
    ...(ear.speaker === undefined ? {} : { heard: ear.speaker }),
    ...(ear.isUnknown ? { hearingUnknown: true as const } : {}),
    ...(unit === undefined ? {} : { heardUnit: unit }),
    ...(ear.before ? { lastHeard: { ...(unitBefore === undefined ? {} : { unit: unitBefore }), untilUtcMs: toUtc(ear.before.untilMs) } } : {}),
  }
}

