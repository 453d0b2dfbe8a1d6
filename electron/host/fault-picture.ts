// Everything that is known at the moment a storing is opened, for its one entry: nobody is asked a second question.
// Its own short identity is whose radio it is: it stands beside the chain. GSSI are the plan's.
import type { ClockQuality } from './ledger/port.ts'
import { createUtcAhead } from '../../native/kit/clock.ts'
import type { DeviceAbout } from '../../native/kit/buttons.ts'
import type { Symptom } from '../contract/words.ts'
import { APP_VERSION } from '../contract/version.ts'
import type { Bench } from './bench.ts'
import { orSaid, troubleBegan } from './incident/begun.ts'
import type { FaultMoment } from './incident/fault-words.ts'
import { fitPicture, type FaultPicture } from './incident/picture.ts'
import { proposeSymptom, type SymptomFacts } from './incident/symptom.ts'
import type { Parts } from './parts.ts'
import { toJson } from './recorder.ts'
import { channelViews, diagnosisView, servicesView, utcAt } from './views.ts'
import type { ServiceView, WatchView } from './watch/index.ts'

export type PictureParts = Pick<Parts, 'topics' | 'alarms' | 'devices' | 'channels' | 'fallback' | 'ptt' | 'watch' | 'maintenance' | 'consoleService'> & {
  readonly deps: Pick<Parts['deps'], 'site' | 'clock' | 'bootId'>
  readonly bench: Pick<Bench, 'facts'>
  readonly clockQuality: () => ClockQuality
}

/** @returns what describes this moment. @param service  whose trouble it is; undefined: a person says so */
export function createFaultPicture(parts: PictureParts): (service: string | undefined) => FaultMoment {
  const abouts = new Map<string, DeviceAbout>()
  for (const [id, { driver }] of parts.devices.buttons) {
    driver.onEvent((event) => {
      if (event.kind === 'about') abouts.set(id, { firmware: event.firmware, serial: event.serial })
    })
  }
  const ahead = createUtcAhead(parts.deps.clock)
  return (service) => {
    const view = parts.watch.view()
    const cause = view.services.find(({ id }) => id === (service ?? parts.consoleService))
    return {
      begun: orSaid(troubleBegan({
        points: parts.topics.value('traces')[cause?.id ?? '']?.points ?? [],
        foundUtcMs: view.utcMs,
        ...(cause?.lastReplyAgoMs === undefined ? {} : { lastReplyUtcMs: view.utcMs - cause.lastReplyAgoMs }),
      }), cause?.people?.sinceUtcMs),
      proposal: proposeSymptom(symptomFacts(parts, view, cause)),
      ...pictureOf(parts, { view, cause: cause?.id, abouts, toUtc: utcAt(ahead()) }),
    }
  }
}

function symptomFacts({ ptt, alarms }: PictureParts, view: WatchView, cause: ServiceView | undefined): SymptomFacts {
  const { transmission, sources } = ptt.state
  const probe = cause?.probes.find((one) => one.registration !== undefined || one.cell !== undefined)
  return {
    diagnosis: view.diagnosis.kind,
    ...(cause ? { service: {
      role: cause.role, now: cause.now, unstable: cause.unstable !== undefined, why: cause.why.code,
      ...(probe?.registration === undefined ? {} : { registration: probe.registration }), ...(probe?.cell === undefined ? {} : { cell: probe.cell }),
    } } : {}),
    said: saidOf(cause),
    pttStuck: Object.values(sources).some(({ position }) => position === 'stuck'),
    ...(transmission.phase === 'refused' ? { pttRefused: transmission.cause } : {}),
    alarms: alarms.standing.filter(({ kind }) => kind !== 'service').map(({ kind, code }) => ({ kind, code })),
  }
}

/** What was tapped here before what others told. */
const saidOf = (cause: ServiceView | undefined): readonly Symptom[] => [...(cause?.people?.tapped ?? []), ...(cause?.people?.symptoms ?? [])]

interface Seen {
  readonly view: WatchView
  readonly cause: string | undefined
  readonly abouts: ReadonlyMap<string, DeviceAbout>
  readonly toUtc: ReturnType<typeof utcAt>
}

/** What matters most first: when a picture is too large, the last parts are cut. */
function pictureOf(parts: PictureParts, { view, cause, abouts, toUtc }: Seen): FaultPicture {
  const { deps, fallback, channels, maintenance, alarms } = parts
  const { site } = deps
  const services = Object.values(servicesView(view, { maintenance, site }))
  const rank = ({ id, now }: { readonly id: string; readonly now: string }): number => (id === cause ? 0 : now === 'ok' ? 2 : 1)
  const standing = alarms.standing.map(({ id, kind, severity, code, params, sinceUtcMs, acknowledged, causedBy }) =>
    // The name of an emergency call's alarm may hold whose it is.
    toJson(kind === 'emergency' ? { kind, severity, code, sinceUtcMs } : { id, kind, severity, code, params, sinceUtcMs, acknowledged, causedBy }))
  const picture = fitPicture([
    ['console', consoleOf(parts)],
    ['diagnosis', toJson(diagnosisView(view))],
    ['speech', speechOf(parts, toUtc)],
    ['services', services.toSorted((one, other) => rank(one) - rank(other)).map(toJson)],
    ['channels', Object.values(channelViews(site.plan.channels, fallback, channels, toUtc)).map(({ audio: _audio, loses: _loses, ...channel }) => toJson(channel))],
    ['devices', devicesOf(parts, abouts)],
    ['alarms', standing],
  ])
  const identities = [...parts.devices.radios].flatMap(([id, { driver }]) => (driver.about?.ssi === undefined ? [] : [[id, driver.about.ssi]]))
  return { picture, ...(identities.length === 0 ? {} : { identities: JSON.stringify(Object.fromEntries(identities)) }) }
}

function consoleOf({ deps, watch, clockQuality }: PictureParts) {
  const { site, bootId } = deps
  const { position, plan } = site
  const { ownHealth } = watch.view()
  return toJson({
    version: APP_VERSION, boot: bootId, position: position.id, discipline: position.discipline, manned: position.manned, callTaking: position.callTaking,
    mode: site.mode, plan: plan.version, clock: clockQuality(), ownHealth: ownHealth.health, ownHealthSinceUtcMs: ownHealth.sinceUtcMs,
  })
}

function speechOf({ fallback, ptt }: PictureParts, toUtc: Seen['toUtc']) {
  const { active, wantedGroup, step } = fallback.state
  const { transmission, target, mayTransmit, sources } = ptt.state
  const bound = transmission.phase === 'waiting' || transmission.phase === 'talking' ? transmission.bound : target.kind === 'channel' ? target : undefined
  return toJson({
    channel: active.channel, group: active.group, confirmed: active.confirmed, sinceUtcMs: toUtc(active.sinceMs), wantedGroup, switch: step.phase, next: fallback.next,
    ptt: toJson({
      phase: transmission.phase, channel: bound?.channel, group: bound?.group,
      by: transmission.phase === 'idle' ? undefined : transmission.by, cause: transmission.phase === 'refused' ? transmission.cause : undefined,
      sinceUtcMs: transmission.phase === 'idle' ? undefined : toUtc(transmission.sinceMs),
      mayTransmit, stuck: Object.values(sources).filter(({ position }) => position === 'stuck').map(({ id }) => id),
    }),
  })
}

function devicesOf({ deps, bench, devices }: PictureParts, abouts: Seen['abouts']) {
  const sites = new Map(deps.site.devices.map((device) => [device.id, device]))
  return bench.facts().map(({ about: _masked, refused: _refused, answerMs: _answers, ...facts }) => {
    const { ssi: _ssi, ...about } = devices.radios.get(facts.id)?.driver.about ?? {}
    const site = sites.get(facts.id)
    return toJson({ ...facts, label: site?.label, product: site && 'product' in site ? site.product : undefined, ...about, ...abouts.get(facts.id) })
  })
}
