// "Ploeg" at a quiet moment, with more profiles, with a site file that waits or is wrong, unmanned, and out of service.
import type { ReactNode } from 'react'
import type { SiteView, Topics } from '../../electron/contract/topics.ts'
import { useConsoleView, useWords } from '../app/console-context.tsx'
import type { Story } from '../gallery/story.ts'
import { ago, BASE } from '../scenes/base-scene.ts'
import { SilentConsole } from '../scenes/SilentConsole.tsx'
import { Crew } from './Crew.tsx'

function Opened(): ReactNode {
  const view = useConsoleView()
  const words = useWords()
  return <Crew view={view} words={words} onClose={() => {}} />
}

const SITE = BASE.site.site as SiteView
const PROFILES: SiteView['profiles'] = [
  { id: 'standard', label: 'Brandweer', discipline: 'brandweer', callTaking: false, planVersion: 14, approvedBy: 'supervisor', checkedOn: '2026-11-01' },
  { id: 'ambulance', label: 'Ambulance', discipline: 'ambulance', callTaking: false, planVersion: 9, approvedBy: 'technician', checkedOn: '2026-10-14' },
  { id: 'intake', label: 'Aanname', discipline: 'multi', callTaking: true, planVersion: 2, approvedBy: 'supervisor', checkedOn: '2026-10-14' },
]
const site = (change: Partial<SiteView>): Topics => ({ ...BASE, site: { site: { ...SITE, profiles: PROFILES, shiftSinceUtcMs: ago(22_000), ...change } } })

const MOMENTS: readonly (readonly [string, Topics])[] = [
  ['één profiel', BASE],
  ['meer profielen, plan te controleren', site({ plan: { ...SITE.plan, checkIsDue: true } })],
  ['nieuw bestand wacht', site({ pendingSite: { state: 'waits', planVersion: 15, because: ['on-alternative', 'heard'], sinceUtcMs: ago(400) } })],
  ['nieuw bestand wordt zo overgenomen', site({ pendingSite: { state: 'waits', planVersion: 15, because: [], sinceUtcMs: ago(6) } })],
  ['nieuw bestand fout', site({ pendingSite: { state: 'wrong', problems: ['site.yaml:64:15 plan.channels[1].device: there is no device dsk-radio; did you mean desk-radio?. Right: one of desk-radio, control-radio, pedal.', 'site.yaml:80:3 plan.groups: key is missing.'], sinceUtcMs: ago(40) } })],
  ['onbemand en buiten gebruik', site({ manned: false, outOfServiceUtcMs: ago(3000) })],
]

export const stories: readonly Story[] = MOMENTS.map(([name, topics]) => ({ name, width: 500, height: 740, render: () => <SilentConsole topics={topics}><Opened /></SilentConsole> }))
