// What the topics say while a drill runs: radio control as the story has it, marked; everything else as it is measured. Pure.
import type { DrillStory } from '../../contract/switching.ts'
import type { AlarmView, DiagnosisView, DrillView, ServiceView, SiteView, TraceLevel, TraceView } from '../../contract/topics.ts'
import type { ConditionNow, DiagnosisKind } from '../../contract/words.ts'
import type { Pretended } from './types.ts'

/** A drill that runs, as it is shown: moments in UTC. */
export interface ShownDrill {
  readonly number: string
  readonly story: DrillStory
  readonly service: string
  readonly sinceUtcMs: number
  readonly groups: SiteView['groups']
  readonly pretended: Pretended & { readonly sinceUtcMs: number }
  /** What was pretended since it began, oldest first. */
  readonly course: readonly (readonly [utcMs: number, level: TraceLevel, unstable: boolean])[]
}

const LEVELS: Readonly<Record<ConditionNow, TraceLevel>> = { ok: 'ok', degraded: 'degraded', down: 'down', unknown: 'unknown' }

export const levelOf = ({ now, downs }: Pretended): readonly [TraceLevel, boolean] => [LEVELS[now], downs !== undefined]

/** @param now  the group it would transmit on, and what is really measured of its service */
export function drilledSite(site: SiteView, drill: ShownDrill, { wantedGroup, real }: { readonly wantedGroup: string; readonly real: ConditionNow | undefined }): SiteView {
  const view: DrillView = {
    number: drill.number,
    sinceUtcMs: drill.sinceUtcMs,
    group: drill.groups.find(({ gssi }) => gssi === wantedGroup)?.label ?? drill.groups[0]?.label ?? '',
    story: drill.story,
    service: drill.service,
    ...(real === undefined ? {} : { real }),
  }
  return { ...site, groups: drill.groups, otherGroups: site.groups, drill: view }
}

export function drilledServices(services: Readonly<Record<string, ServiceView>>, { service, pretended, sinceUtcMs }: ShownDrill): Readonly<Record<string, ServiceView>> {
  const real = services[service]
  if (!real) return services
  const { unstable: _unstable, lately: _lately, wasDownSinceUtcMs: _was, people: _people, ...rest } = real
  return {
    ...services,
    [service]: {
      ...rest,
      now: pretended.now,
      ...(pretended.downs === undefined ? {} : { unstable: { count: pretended.downs, sinceUtcMs } }),
      sinceUtcMs: pretended.sinceUtcMs,
      why: { code: 'drill' },
      proof: 'reachable',
      pretended: true,
    },
  }
}

/** One service is said to be otherwise; no cause is named that the control radio would have to vouch for and does not. */
export function drilledDiagnosis(diagnosis: DiagnosisView, { service, pretended }: ShownDrill): DiagnosisView {
  const others = (ids: readonly string[]): readonly string[] => ids.filter((id) => id !== service)
  const as = (now: ConditionNow, ids: readonly string[]): readonly string[] => (pretended.now === now ? [service, ...others(ids)] : others(ids))
  const kind: DiagnosisKind = pretended.now === 'ok' ? diagnosis.kind : diagnosis.witness === 'heard' ? 'console-fault' : 'unknown'
  const { because: _because, dependency: _dependency, ...rest } = diagnosis
  return {
    ...rest,
    kind,
    ...(kind === 'unknown' ? { because: 'witness-unknown' } : {}),
    sinceUtcMs: pretended.sinceUtcMs,
    works: as('ok', diagnosis.works),
    limited: as('degraded', diagnosis.limited),
    fails: as('down', diagnosis.fails),
    unknown: as('unknown', diagnosis.unknown),
    evidence: [],
  }
}

/** What was measured until it began, and from there what it pretends: so the line moves as the words do. */
export function drilledTrace({ points }: TraceView, { sinceUtcMs, course }: ShownDrill): TraceView {
  return { points: [...points.filter(([utcMs]) => utcMs < sinceUtcMs), ...course] }
}

/** The one alarm of a drill; its count goes up with the downs. */
export function drillAlarm({ now, downs }: Pretended): Pick<AlarmView, 'code' | 'severity'> | undefined {
  if (downs !== undefined) return { code: 'service-unstable', severity: 'critical' }
  if (now === 'down') return { code: 'service-down', severity: 'critical' }
  return now === 'degraded' ? { code: 'service-degraded', severity: 'warning' } : undefined
}
