// What a plan must hold by itself: that of the file, and that of each profile.
import { STANDARD_PROFILE } from '../../contract/switching.ts'
import { at, checkDeviceReference, checkReference, repeated, valuesOf } from './findings.ts'
import type { Outline, PlanOutline, Spot } from './outline.ts'
import type { Finding } from './problems.ts'
import { checkRadios, driverOf } from './radio-checks.ts'

/** The plan of the file itself has a profile too. */
export function checkProfiles(ids: Outline['profileIds']): Finding[] {
  return repeated('id', [{ path: ['plan'], value: STANDARD_PROFILE }, ...ids])
}

export function checkPlan(plan: PlanOutline, site: Outline): Finding[] {
  const ids = valuesOf(site.services.map((service) => service.id))
  const findings: Finding[] = checkUniqueInPlan(plan)
  for (const [index, channel] of plan.channels.entries()) {
    if (index === 0 && channel.kind !== undefined && channel.kind !== 'rbs') findings.push(at([...channel.path, 'kind'], { code: 'first-channel' }))
    if (index > 0 && channel.kind === 'rbs') findings.push(at([...channel.path, 'kind'], { code: 'second-rbs' }))
    if (channel.service) findings.push(...checkConsole(channel.service, ids, site))
    findings.push(...checkDeviceReference(channel.device, driverOf(channel), site.devices))
    if (channel.group) findings.push(...checkReference(channel.group, 'group', valuesOf(plan.groups.map((group) => group.gssi))))
  }
  findings.push(...checkRadios(plan, site))
  for (const means of [...plan.channels, ...plan.cards]) {
    for (const spot of means.dependsOn) findings.push(...checkReference(spot, 'service', ids))
  }
  for (const unit of plan.called) findings.push(...checkReference(unit, 'unit', site.unitLabels))
  return findings
}

function checkUniqueInPlan({ channels, cards, groups, testGroup, drillGroups }: PlanOutline): Finding[] {
  const gssis = valuesOf(groups.map((group) => group.gssi))
  const onlyDrills = drillGroups.map((group) => group.gssi).filter((gssi) => gssi && !gssis.includes(gssi.value))
  return [
    // Channels and cards stand in one list before the dispatcher and are named alike in the record.
    ...repeated('id', [...channels, ...cards].map((means) => means.id)),
    ...repeated('key', groups.map((group) => group.key)),
    ...repeated('key', drillGroups.map((group) => group.key)),
    ...repeated('label', [...groups, ...drillGroups].map((group) => group.label)),
    // A drill that transmits on a group of the plan, or on the one that proves speech, would be no drill.
    ...repeated('gssi', [...groups, ...drillGroups].map((group) => group.gssi)),
    ...repeated('gssi', [...onlyDrills, testGroup]).filter(({ path }) => path === testGroup?.path),
  ]
}

function checkConsole(spot: Spot<string>, ids: readonly string[], site: Outline): Finding[] {
  const missing = checkReference(spot, 'service', ids)
  if (missing.length > 0) return missing
  const role = site.services.find((service) => service.id?.value === spot.value)?.role
  if (role === undefined || role === 'console') return []
  return [at(spot.path, { code: 'wrong-reference', to: 'service', value: spot.value, needed: 'role: console' })]
}
