// Who sits here by which plan, which site file waits and why, and whether the position is in service: as the overlay "Ploeg" says it.
import type { SiteView } from '../../electron/contract/topics.ts'
import type { ConsoleView } from './console-view.ts'
import type { Ask } from './switch-face.ts'
import type { Words } from './words.ts'

export interface CrewProfile {
  readonly id: string
  readonly label: string
  readonly detail: string
  readonly isInUse: boolean
  readonly begin: Ask
}

export interface CrewModel {
  readonly since: string
  readonly profiles: readonly CrewProfile[]
  /** The plan must be checked against the radios again. */
  readonly due?: string
  readonly seat: { readonly isManned: boolean; readonly note?: string; readonly sitDown: Ask; readonly leave: Ask }
  readonly file: { readonly text: string; readonly warns: boolean; readonly problems: readonly string[]; readonly adopt?: Ask }
  readonly position: { readonly isOut: boolean; readonly text: string; readonly ask: Ask }
}

const PROBLEMS_SHOWN = 4

export function crewModel({ topics }: ConsoleView, words: Words): CrewModel | undefined {
  const { site } = topics.site
  if (!site) return undefined
  const { manned, outOfServiceUtcMs, plan, shiftSinceUtcMs } = site
  const isOut = outOfServiceUtcMs !== undefined
  return {
    since: shiftSinceUtcMs === undefined ? '' : words.text('crew.since', { time: `${words.day(shiftSinceUtcMs)} ${words.minute(shiftSinceUtcMs)}` }),
    profiles: site.profiles.map((profile) => profileOf(profile, site, words)),
    ...(plan.checkIsDue ? { due: words.text('crew.plan-due') } : {}),
    seat: {
      isManned: manned,
      ...(manned ? {} : { note: words.text('crew.unmanned.note') }),
      sitDown: { call: 'shift.manned', input: { manned: true } },
      leave: { call: 'shift.manned', input: { manned: false } },
    },
    file: fileOf(site, words),
    position: {
      isOut,
      text: isOut ? words.text('crew.out.since', { time: words.minute(outOfServiceUtcMs) }) : words.text('crew.in-service'),
      ask: { call: 'position.out-of-service', input: { out: !isOut } },
    },
  }
}

function profileOf(profile: SiteView['profiles'][number], site: SiteView, words: Words): CrewProfile {
  const { id, label, planVersion: version, approvedBy, checkedOn, callTaking } = profile
  const plan = approvedBy === undefined || checkedOn === undefined
    ? words.text('crew.plan-only', { version })
    : words.text('crew.plan', { version, role: words.coded('source', approvedBy), date: words.date(Date.parse(`${checkedOn}T12:00Z`)) })
  return {
    id,
    label,
    detail: callTaking ? `${plan}; ${words.text('crew.call-taking')}` : plan,
    isInUse: id === site.profile,
    begin: { call: 'shift.begin', input: { profile: id, manned: true } },
  }
}

function fileOf({ pendingSite, plan, lastGood, problems }: SiteView, words: Words): CrewModel['file'] {
  if (!pendingSite) return { text: words.text('crew.file.same', { version: plan.version }), warns: lastGood, problems: lastGood ? problems.slice(0, PROBLEMS_SHOWN) : [] }
  const time = words.minute(pendingSite.sinceUtcMs)
  if (pendingSite.state === 'wrong') return { text: words.text('crew.file.wrong', { time, version: plan.version }), warns: true, problems: pendingSite.problems.slice(0, PROBLEMS_SHOWN) }
  const because = pendingSite.because.map((code) => words.coded('take-over', code)).join(', ')
  const version = pendingSite.planVersion
  return {
    text: because === '' ? words.text('crew.file.soon', { version }) : words.text('crew.file.waits', { version, time, because }),
    warns: false,
    problems: [],
    adopt: { call: 'site.adopt', input: {} },
  }
}
