// What stands besides the moment: whether the alternatives are enough, which groups nobody hears, which storingen are open.
import { namedSymptom, openFaults } from '../../contract/open-faults.ts'
import type { CoverageView, SufficiencyReason, TopicName, Topics } from '../../contract/topics.ts'
import { shiftTexts } from './shift-lines.ts'
import { shortSpan, type Text } from './text.ts'

interface Standing {
  readonly topic: <Name extends TopicName>(name: Name) => Topics[Name]
  readonly text: Text
  readonly nowUtcMs: number
}

export function standingTexts(standing: Standing): string[] {
  const { topic, text } = standing
  const { coverage } = topic('coverage')
  const active = topic('channels')[topic('switch').switch?.channel ?? '']
  const said = coverage && active ? [coverageText(coverage, { site: topic('site'), services: topic('services') }, text, active.kind !== 'rbs')] : []
  return [...shiftTexts(topic('site'), text), ...said, ...announceTexts(standing), ...faultTexts(standing)]
}

/** What is to be said on the air now. */
function announceTexts({ topic, text, nowUtcMs }: Standing): string[] {
  const { card } = topic('say')
  if (card?.dueUtcMs === undefined || card.dueUtcMs > nowUtcMs) return []
  const group = topic('site').site?.groups.find(({ gssi }) => gssi === card.group)?.label
  return [group === undefined ? text('say.due-anywhere') : text('say.due', { group })]
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

/** The one that a report belongs to, what was said of it, and the numbers of the others; in lines that fit 80 columns. */
function faultTexts({ topic, text, nowUtcMs }: Standing): string[] {
  const [fault, ...others] = openFaults(topic('faults'), { nowUtcMs, isDrill: topic('site').site?.drill !== undefined })
  if (!fault) return []
  const { number, openedUtcMs, effect, danger, late } = fault
  const symptom = namedSymptom(fault)
  const proposed = symptom?.proposed === true ? ` (${text('fault.proposed')})` : ''
  const state = [
    text('timeline.fault', { number }),
    ...(late && late.savedUtcMs === undefined ? [text('fault.late')] : []),
    text('fault.open', { length: shortSpan(Math.max(0, nowUtcMs - openedUtcMs)) }),
    ...(others.length === 0 ? [] : [text('fault.others', { numbers: others.map((one) => one.number).join(', ') })]),
  ]
  const answers = [
    `${text('fault.effect')} ${effect === undefined ? text('fault.unsaid') : text(`effect.${effect}`)}`,
    `${text('fault.danger')} ${danger === undefined ? text('fault.unsaid') : text(`danger.${danger}`)}`,
    ...(symptom ? [`${text(`symptom.${symptom.code}`)}${proposed}`] : []),
  ]
  return [state.join(' · '), `  ${answers.join(' · ')}`]
}
