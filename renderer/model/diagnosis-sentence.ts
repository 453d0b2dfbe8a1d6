// The judgement in one sentence: what works, what does not, since when, which cause, on whose evidence. Never more than the
// host measured: what is unknown is named, and so is why no cause is.
import type { DiagnosisView, ServiceView, Topics } from '../../electron/contract/topics.ts'
import { rbsLabel } from './console-view.ts'
import type { Words } from './words.ts'

/** '' while nothing is judged yet. */
export function diagnosisSentence({ diagnosis: { diagnosis }, services, channels }: Pick<Topics, 'diagnosis' | 'services' | 'channels'>, words: Words): string {
  if (!diagnosis) return ''
  const { works, limited, fails, unknown, planned = [], evidence } = diagnosis
  const label = (id: string): string => services[id]?.label ?? id
  // Whatever it does now: what comes and goes is not told as if it stayed so.
  const named = (id: string): string => (services[id]?.unstable ? words.text('sentence.unstable', { name: label(id) }) : label(id))
  const names = (ids: readonly string[]): string => ids.filter((id) => !planned.includes(id)).map(named).join(', ')
  const isCutOff = diagnosis.witness === 'isolated'
  const working = works.filter((id) => !planned.includes(id) && !(isCutOff && services[id]?.role === 'witness'))
  const proven = working.filter((id) => services[id]?.proof === 'proven')
  const reachable = working.filter((id) => services[id]?.proof !== 'proven')
  const count = (ids: readonly string[]): number => ids.filter((id) => !planned.includes(id)).length
  const since = (ids: readonly string[], key: 'sentence.limited' | 'sentence.fails' | 'sentence.not-heard'): string[] => ids.filter((id) => !planned.includes(id)).map((id) => {
    const service = services[id]
    return words.text(service?.role === 'witness' && key === 'sentence.fails' ? 'sentence.not-heard' : key, { name: named(id), time: service ? words.clock(service.sinceUtcMs) : '' })
  })
  const parts = [
    proven.length > 0 ? words.text('sentence.proven', { names: names(proven) }) : '',
    reachable.length > 0 ? words.text('sentence.reachable', { names: names(reachable) }) : '',
    ...since(limited, 'sentence.limited'),
    ...since(fails, 'sentence.fails'),
    count(unknown) > 0 ? words.text('sentence.unknown', { names: names(unknown) }) : '',
    planned.length > 0 ? words.text('sentence.planned', { names: planned.map(label).join(', ') }) : '',
    isCutOff ? words.text('sentence.isolated') : '',
    causeInSentence(diagnosis, { rbs: rbsLabel(channels), dependency: label(diagnosis.dependency ?? '') }, words),
    evidence.length > 0 ? words.text('sentence.evidence', { probes: witnessesOf(evidence, services, words) }) : '',
  ]
  const said = [...new Set(parts.filter((part) => part !== ''))].join('; ')
  return `${said.charAt(0).toLocaleUpperCase()}${said.slice(1)}.`
}

/** Probes by what they ask, each once; people are no probe. */
function witnessesOf(evidence: readonly string[], services: Topics['services'], words: Words): string {
  const wordOf = (one: string): string => {
    const [service = '', id = ''] = one.split('/')
    return id === 'people' ? words.text('sentence.people') : probeWord(services[service]?.probes.find((probe) => probe.id === id) ?? { id }, words)
  }
  return [...new Set(evidence.map(wordOf))].join(', ')
}

/** What a probe asks, in a word; the id only where its kind is not told. */
export const probeWord = ({ id, kind }: Pick<ServiceView['probes'][number], 'id' | 'kind'>, words: Words): string => (kind === undefined ? id : words.text(`probe-kind.${kind}`))

/** What works and what does not stands in the sentence already. */
function causeInSentence(diagnosis: DiagnosisView, named: CauseNames, words: Words): string {
  if (diagnosis.kind === 'console-fault') return words.text('sentence.console-fault', { console: named.rbs })
  if (diagnosis.kind === 'witness-lost' && diagnosis.witness !== 'isolated') return words.text('sentence.witness-lost')
  return causeOf(diagnosis, named, words)
}

interface CauseNames {
  readonly rbs: string
  readonly dependency: string
}

/** The cause, or why none is named. */
export function causeOf({ kind, because, witness }: DiagnosisView, { rbs, dependency }: CauseNames, words: Words): string {
  if (kind === 'unknown' && because !== undefined) return words.coded('because', because, { console: rbs })
  // The radio hears its mast, which is cut off from the network.
  if (witness === 'isolated' && (kind === 'witness-lost' || kind === 'network-outage')) return words.text('sentence.isolated')
  return words.coded('diagnosis', kind, { console: rbs, dependency })
}
