// Who sits here by which plan, and what stands of that, as the terminal says it: only what is not as on any other day.
import type { SiteView, Topics } from '../../contract/topics.ts'
import { clockTime, type Text } from './text.ts'

/** By which profile, where there is a choice. */
export function profileText({ profile, profiles }: SiteView, text: Text): string {
  const chosen = profiles.length > 1 ? profiles.find(({ id }) => id === profile) : undefined
  return chosen ? ` · ${text('terminal.plan', { label: chosen.label, version: String(chosen.planVersion) })}` : ''
}

export function shiftTexts({ site }: Topics['site'], text: Text): string[] {
  if (!site) return []
  const { outOfServiceUtcMs, manned } = site
  return [
    ...(outOfServiceUtcMs === undefined ? [] : [text('crew.out.since', { time: clockTime(outOfServiceUtcMs) })]),
    ...(manned ? [] : [text('crew.unmanned.note')]),
    ...pendingTexts(site, text),
  ]
}

/** One that is wrong is an alarm, with its lines. */
function pendingTexts({ pendingSite }: SiteView, text: Text): string[] {
  if (pendingSite?.state !== 'waits') return []
  const { planVersion, sinceUtcMs, because } = pendingSite
  const version = String(planVersion)
  if (because.length === 0) return [text('crew.file.soon', { version })]
  return [text('crew.file.waits', { version, time: clockTime(sinceUtcMs), because: because.map((code) => text(`take-over.${code}`)).join(', ') })]
}
