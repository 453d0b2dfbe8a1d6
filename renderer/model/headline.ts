// The one sentence: what works, then what does not; below it the evidence, never advice. Of several faults the worst for
// speech is said; the others stay visible in their cells.
import type { DiagnosisView, ServiceView, Topics } from '../../electron/contract/topics.ts'
import { rbsLabel, type ConsoleView } from './console-view.ts'
import { causeOf } from './diagnosis-sentence.ts'
import { whySentence } from './people-model.ts'
import { plainWord, toneOf, worse, type ServiceTone } from './service-cells.ts'
import type { Words } from './words.ts'

export interface Headline {
  readonly text: string
  readonly evidence: string
  readonly tone: ServiceTone
}

interface Judged {
  readonly service: ServiceView
  readonly tone: ServiceTone
}

const MINUTE_MS = 60_000
/** Without these nobody speaks with units. */
const SPEECH_ROLES: readonly string[] = ['console', 'witness']
/** The control radio answers and does not hear the network: its cell is well, and "C2000 in orde" would be false. */
const NETWORK_KINDS: ReadonlySet<DiagnosisView['kind']> = new Set(['witness-lost', 'network-outage', 'local-site'])

export function headlineOf({ topics, nowUtcMs }: ConsoleView, words: Words): Headline {
  const { diagnosis } = topics.diagnosis
  const judged = judgedOf(topics.services, nowUtcMs)
  if (!diagnosis || judged.length === 0) return { text: words.text('headline.none'), evidence: '', tone: 'unknown' }
  const wrong = judged.filter(({ tone }) => tone !== 'ok').toSorted(mostUrgentFirst)
  const [worst] = wrong
  if (diagnosis.kind === 'own-workstation') {
    return { text: words.text('headline.own-workstation'), evidence: words.text('headline.own-workstation.evidence', { rbs: rbsLabel(topics.channels) }), tone: 'down' }
  }
  if (!worst) return isCalm(diagnosis, judged) ? calm(judged, nowUtcMs, words) : verdict(diagnosis, topics, words)
  if (NETWORK_KINDS.has(diagnosis.kind) && !wrong.some(({ service }) => service.role === 'witness')) return { ...verdict(diagnosis, topics, words), tone: worst.tone }
  const first = firstWorking(judged, diagnosis)
  const says = (one: Judged): string => saysOf(one, words)
  const silentNetwork = wrong.find(({ service, tone }) => service.role === 'witness' && tone === 'down')
  if (!first && silentNetwork) return { text: says(silentNetwork), evidence: words.text('headline.not-heard', { time: words.clock(silentNetwork.service.sinceUtcMs) }), tone: 'down' }
  return {
    text: first ? words.text('headline.works-fails', { works: says(first), fails: says(worst) }) : says(worst),
    evidence: causeEvidence(diagnosis, topics, words) ?? evidenceOf(worst, nowUtcMs, words),
    tone: worst.tone,
  }
}

/** What is behind more than the one service that the sentence names. */
function causeEvidence({ kind, witness, dependency }: DiagnosisView, { services }: Topics, words: Words): string | undefined {
  if (witness === 'isolated') return capital(words.text('sentence.isolated'))
  const shared = kind === 'common-dependency' ? services[dependency ?? '']?.label : undefined
  return shared === undefined ? undefined : capital(words.text('diagnosis.common-dependency', { dependency: shared }))
}

/** What speech still has, to be said before a trouble that is no service's: "RBS in orde". */
export function worksOf({ topics, nowUtcMs }: ConsoleView, words: Words): string | undefined {
  const first = firstWorking(judgedOf(topics.services, nowUtcMs), topics.diagnosis.diagnosis)
  return first && saysOf(first, words)
}

const judgedOf = (services: Topics['services'], nowUtcMs: number): Judged[] => Object.values(services).map((service) => ({ service, tone: toneOf(service, nowUtcMs) }))

/** A control radio whose mast is cut off answers, and its network does not reach further than that mast. */
const firstWorking = (judged: readonly Judged[], diagnosis: DiagnosisView | undefined): Judged | undefined =>
  judged.find(({ service, tone }) => tone === 'ok' && SPEECH_ROLES.includes(service.role) && !(service.role === 'witness' && diagnosis?.witness === 'isolated'))

const saysOf = ({ service, tone }: Judged, words: Words): string => `${service.label} ${plainWord(service, tone, words)}`

/** Speech before the rest, then the worst. */
function mostUrgentFirst(one: Judged, other: Judged): number {
  const speech = (judged: Judged): number => (SPEECH_ROLES.includes(judged.service.role) ? 0 : 1)
  return speech(one) - speech(other) || worse(one.tone, other.tone)
}

/** A position that watches neither RBS nor control radio has no verdict to wait for. */
const isCalm = ({ kind }: DiagnosisView, judged: readonly Judged[]): boolean =>
  kind === 'normal' || (kind === 'unknown' && !judged.some(({ service }) => SPEECH_ROLES.includes(service.role)))

const capital = (said: string): string => said.charAt(0).toLocaleUpperCase() + said.slice(1)

/** Every cell is well and the whole is not: the control radio stands on its own site, or a gone RBS is in planned work. */
function verdict(diagnosis: DiagnosisView, { channels, services }: Topics, words: Words): Headline {
  const { kind, dependency, sinceUtcMs } = diagnosis
  const said = causeOf(diagnosis, { rbs: rbsLabel(channels), dependency: services[dependency ?? '']?.label ?? '' }, words)
  return { text: capital(said), evidence: capital(words.text('since', { time: words.clock(sinceUtcMs) })), tone: kind === 'unknown' ? 'unknown' : 'degraded' }
}

function calm(judged: readonly Judged[], nowUtcMs: number, words: Words): Headline {
  const proven = judged.filter(({ service }) => service.proof === 'proven' && !service.maintenance).length
  const lately = judged.find(({ service }) => service.lately)?.service
  if (lately?.lately) {
    const minutes = Math.max(1, Math.round((nowUtcMs - lately.lately.upSinceUtcMs) / MINUTE_MS))
    return { text: words.text('headline.calm.title', { time: words.clock(nowUtcMs) }), evidence: words.text('headline.uninterrupted', { service: lately.label, minutes }), tone: 'ok' }
  }
  const maintained = judged.filter(({ service }) => service.maintenance).length
  return {
    text: words.text('headline.calm.title', { time: words.clock(nowUtcMs) }),
    evidence: words.text('headline.calm.evidence', { proven, reachable: judged.length - proven - maintained, maintained }),
    tone: 'ok',
  }
}

function evidenceOf({ service, tone }: Judged, nowUtcMs: number, words: Words): string {
  switch (tone) {
    case 'unstable':
      return unstableEvidence(service, nowUtcMs, words)
    case 'down':
      return words.text(service.role === 'witness' ? 'headline.not-heard' : 'headline.gone-since', { time: words.clock(service.sinceUtcMs) })
    case 'unknown':
      return words.text('headline.unmeasured', { service: service.label, time: words.clock(service.lastReplyUtcMs ?? service.sinceUtcMs) })
    case 'degraded':
    case 'ok':
      return capital(words.text('headline.because', { why: whySentence(service, words), time: words.clock(service.sinceUtcMs) }))
  }
}

function unstableEvidence(service: ServiceView, nowUtcMs: number, words: Words): string {
  const count = service.unstable?.count ?? 0
  if (service.now === 'down') return words.text('headline.unstable-gone', { count, time: words.clock(service.sinceUtcMs) })
  const minutes = (sinceUtcMs: number): number => Math.max(1, Math.round((nowUtcMs - sinceUtcMs) / MINUTE_MS))
  const quiet = minutes(service.sinceUtcMs)
  if (service.now === 'ok' && quiet > 1) return words.text('headline.unstable-quiet', { count, minutes: quiet })
  return words.text('headline.unstable', { count, minutes: minutes(service.unstable?.sinceUtcMs ?? nowUtcMs) })
}
