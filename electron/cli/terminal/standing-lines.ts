// What stands besides the moment: whether the alternatives are enough, which groups nobody hears, which storingen are open.
import type { CoverageView, SufficiencyReason, TopicName, Topics } from '../../contract/topics.ts'
import type { Text } from './text.ts'

interface Standing {
  readonly topic: <Name extends TopicName>(name: Name) => Topics[Name]
  readonly text: Text
}

export function standingTexts({ topic, text }: Standing): string[] {
  const { coverage } = topic('coverage')
  const active = topic('channels')[topic('switch').switch?.channel ?? '']
  const said = coverage && active ? [coverageText(coverage, { site: topic('site'), services: topic('services') }, text, active.kind !== 'rbs')] : []
  const fault = faultText(topic('faults'), text)
  return [...said, ...(fault === undefined ? [] : [fault])]
}

/** @param isOnAlternative  then what is not heard matters now, else what would be enough */
function coverageText(coverage: CoverageView, topics: Pick<Topics, 'site' | 'services'>, text: Text, isOnAlternative: boolean): string {
  if (isOnAlternative) {
    const named = (groups: readonly string[]): readonly string[] => groups.map((gssi) => topics.site.site?.groups.find((group) => group.gssi === gssi)?.label ?? gssi)
    const labels = named(coverage.unheard)
    const byEar = named(coverage.byEarOnly ?? [])
    if (labels.length === 0 && byEar.length > 0) return text('coverage.by-ear', { groups: byEar.join(', ') })
    return labels.length === 0 ? text('coverage.all-heard') : text('coverage.unheard', { groups: labels.join(', ') })
  }
  const [worst] = coverage.reasons
  return text(`alternatives.${coverage.sufficiency}`, { because: worst ? text(`sufficiency.${worst.code}`, valuesOf(worst, topics.services)) : '' })
}

function valuesOf(reason: SufficiencyReason, services: Topics['services']): Record<string, string | number> {
  switch (reason.code) {
    case 'groups-missing':
      return { count: reason.count }
    case 'shared-dependency':
      return { dependency: services[reason.dependency]?.label ?? reason.dependency }
    default:
      return {}
  }
}

/** Newest first, for that is the one a report belongs to. */
function faultText(faults: Topics['faults'], text: Text): string | undefined {
  const open = Object.values(faults).filter((fault) => fault.state === 'open').toSorted((one, other) => other.openedUtcMs - one.openedUtcMs)
  return open.length === 0 ? undefined : open.map((fault) => text('timeline.fault', { number: fault.number })).join(', ')
}
