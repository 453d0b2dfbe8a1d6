// The cells of the services: shape, word and mark of each, from its state and its alarm. Worst first where one word must do.
import { DRILL_ALARM } from '../../electron/contract/switching.ts'
import type { AlarmView, ServiceView, Topics, TraceView } from '../../electron/contract/topics.ts'
import type { Words } from './words.ts'

export type ServiceTone = 'ok' | 'degraded' | 'unstable' | 'down' | 'unknown'

export interface ServiceCellModel {
  readonly id: string
  readonly name: string
  readonly word: string
  readonly tone: ServiceTone
  /** Speech was proven end to end and the proof is fresh. */
  readonly proven: boolean
  /** `unseen`: filled, with a flashing edge. `seen`: a bar. */
  readonly mark: 'none' | 'seen' | 'unseen'
  readonly trace: TraceView['points']
}

/** Continuous down for so long is no longer on and off, where the host does not say otherwise. Architecture section 5. */
const DOWN_FOR_GOOD_MS = 10 * 60_000
const RANK: readonly ServiceTone[] = ['down', 'unstable', 'degraded', 'unknown', 'ok']

export const worse = (one: ServiceTone, other: ServiceTone): number => RANK.indexOf(one) - RANK.indexOf(other)

export function toneOf(service: ServiceView, nowUtcMs: number): ServiceTone {
  if (service.maintenance) return 'ok'
  if (service.unstable) return service.now === 'down' && nowUtcMs - service.sinceUtcMs >= (service.unstable.downAfterMs ?? DOWN_FOR_GOOD_MS) ? 'down' : 'unstable'
  return service.now
}

/** The state alone, for a sentence that has to say whether it works. */
export const plainWord = ({ lately: _lately, ...service }: ServiceView, tone: ServiceTone, words: Words): string => stateWord(service, tone, words)

export function stateWord(service: ServiceView, tone: ServiceTone, words: Words): string {
  if (service.maintenance) return words.text('condition.maintenance')
  // Quiet again is not as if nothing had been.
  if (tone === 'ok' && service.lately) return words.text('condition.lately', { count: service.lately.count })
  if (tone === 'ok') return words.text(service.proof === 'proven' ? 'condition.ok.proven' : 'condition.ok.reachable')
  // One silent control radio is no outage of the network.
  if (tone === 'down' && service.role === 'witness') return words.text('condition.not-heard')
  return words.text(`condition.${tone}`)
}

export function serviceCells(topics: Pick<Topics, 'services' | 'alarms' | 'traces'>, nowUtcMs: number, words: Words): ServiceCellModel[] {
  return Object.values(topics.services).map((service) => {
    const tone = toneOf(service, nowUtcMs)
    return {
      id: service.id,
      name: service.label,
      word: stateWord(service, tone, words),
      tone,
      proven: tone === 'ok' && service.proof === 'proven' && !service.maintenance,
      mark: markOf(tone, topics.alarms[service.pretended ? `${DRILL_ALARM}${service.id}` : serviceAlarm(service.id)]),
      trace: topics.traces[service.id]?.points ?? [],
    }
  })
}

export const serviceAlarm = (id: string): string => `service:${id}`

function markOf(tone: ServiceTone, alarm: AlarmView | undefined): ServiceCellModel['mark'] {
  if (tone === 'ok') return 'none'
  // Without measurement there is nothing to answer to: a bar, no fill, no flash.
  if (tone === 'unknown' || !alarm || alarm.acknowledged) return 'seen'
  return 'unseen'
}

/** At most `most` cells: what does not fit stands in the last one, which shows the worst of them. */
export function fitCells(cells: readonly ServiceCellModel[], most: number): ServiceCellModel[] {
  if (cells.length <= most) return [...cells]
  const shown = cells.slice(0, most - 1)
  const rest = cells.slice(most - 1).toSorted((one, other) => worse(one.tone, other.tone))
  const [worst] = rest
  return worst ? [...shown, worst.tone === 'ok' ? { ...worst, name: rest.map((cell) => cell.name).join(' · ') } : worst] : shown
}
