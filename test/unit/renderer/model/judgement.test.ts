// The judgement in one sentence, and what a supervisor may press in the detail of a service.
import { describe, expect, it } from 'vitest'
import type { DiagnosisView, ServiceView, Topics } from '../../../../electron/contract/topics.ts'
import type { Language } from '../../../../electron/contract/words.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { diagnosisSentence } from '../../../../renderer/model/diagnosis-sentence.ts'
import { headlineOf } from '../../../../renderer/model/headline.ts'
import { serviceDetail } from '../../../../renderer/model/service-detail.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = (language: Language) => createWords(language, createText(language))
const viewOf = (topics: Topics) => ({ topics, nowUtcMs: NOW, shell: undefined })
const room = (diagnosis: Partial<DiagnosisView>, services: Readonly<Record<string, Partial<ServiceView>>> = {}): Topics => ({
  ...BASE,
  services: Object.fromEntries(Object.entries(BASE.services).map(([id, one]) => [id, { ...one, ...services[id] }])),
  diagnosis: { diagnosis: { ...BASE.diagnosis.diagnosis!, works: [], ...diagnosis } },
})
const RBS_DOWN = { rbs: { now: 'down', sinceUtcMs: ago(78), probes: [{ id: 'rbs-sip', kind: 'sip', state: 'silent', latencyMs: 4, detail: 'SIP 200' }] } } as const

describe('the sentence', () => {
  it('of a shared dependency: what works, what does not, since when, the cause, and who measured it', () => {
    const topics = room(
      { kind: 'common-dependency', dependency: 'office', works: ['c2000', 'tel-112'], fails: ['rbs', 'office'], evidence: ['rbs/rbs-sip', 'office/office-http'] },
      { ...RBS_DOWN, office: { now: 'down', sinceUtcMs: ago(80) } },
    )
    expect(diagnosisSentence(topics, words('nl'))).toBe('C2000 in orde; 112 bereikbaar; RBS uitgevallen sinds 21:45:50; kantoor-ICT uitgevallen sinds 21:45:48; gezamenlijke oorzaak: kantoor-ICT; gezien door SIP-vraag, office-http.')
    expect(diagnosisSentence(topics, words('en'))).toContain('RBS down since 21:45:50')
  })

  it('claims no more than an answer of what only answers, and says which of it still bears the label', () => {
    const services = { c2000: { proof: 'reachable' }, rbs: { unstable: { count: 4, sinceUtcMs: ago(300) } } } as const
    expect(diagnosisSentence(room({ kind: 'console-fault', works: ['c2000'], fails: ['rbs'] }, { rbs: { ...RBS_DOWN.rbs, ...services.rbs } }), words('nl'))).toContain('RBS (instabiel) uitgevallen sinds 21:45:50')
    expect(diagnosisSentence(room({ kind: 'unknown', because: 'unclear', works: ['rbs', 'c2000'] }, services), words('nl'))).toBe('RBS (instabiel) in orde; C2000 bereikbaar; oorzaak onbekend.')
  })

  it('names the RBS by the label of the site, also where it was not measured', () => {
    const topics = { ...room({ kind: 'unknown', because: 'console-unknown' }), channels: { rbs: { ...BASE.channels['rbs']!, label: 'Frequentis' } } }
    expect(diagnosisSentence(topics, words('en'))).toBe('Cause unknown: Frequentis not measured.')
  })

  it('of one silent control radio claims no outage of the network', () => {
    const topics = room({ kind: 'witness-lost', witness: 'silent', works: ['rbs'], fails: ['c2000'] }, { c2000: { now: 'down', sinceUtcMs: ago(8) } })
    expect(diagnosisSentence(topics, words('nl'))).toBe('RBS in orde; C2000 niet gehoord sinds 21:47:00; eerst de antenne van de controleradio nazien.')
  })

  it('of a radio on a mast that is cut off says that, for the radio answers', () => {
    expect(diagnosisSentence(room({ kind: 'witness-lost', witness: 'isolated', works: ['rbs', 'c2000'] }), words('nl'))).toBe('RBS in orde; mast van de controleradio staat los van C2000.')
  })

  it('of such a radio beside an RBS with a fault of its own never says that C2000 works, nor does the headline', () => {
    const degraded = { rbs: { now: 'degraded', sinceUtcMs: ago(78), why: { code: 'people', count: 2, symptoms: ['speech-drops'] } } } as const
    const topics = room({ kind: 'unknown', because: 'only-people', witness: 'isolated', works: ['c2000', 'tel-112'], limited: ['rbs'] }, degraded)
    expect(diagnosisSentence(topics, words('nl'))).toBe('112 bereikbaar; RBS beperkt sinds 21:45:50; mast van de controleradio staat los van C2000; oorzaak onbekend: alleen mensen melden dit.')
    expect(headlineOf(viewOf(topics), words('nl'))).toMatchObject({ text: 'RBS beperkt', evidence: 'Mast van de controleradio staat los van C2000' })
  })

  it.each([
    ['not-yet', 'oorzaak nog niet vastgesteld'], ['no-witness', 'geen controleradio'], ['witness-unknown', 'controleradio zegt niets'], ['console-unknown', 'RBS niet gemeten'], ['unclear', 'oorzaak onbekend'],
  ])('without a cause says why: %s', (because, said) => {
    expect(diagnosisSentence(room({ kind: 'unknown', because, fails: ['rbs'] }, RBS_DOWN), words('nl'))).toContain(said)
  })

  it('of planned work names it, and calls nothing of it down', () => {
    const topics = room({ kind: 'console-fault', works: ['c2000'], fails: ['rbs'], planned: ['rbs'] }, RBS_DOWN)
    expect(diagnosisSentence(topics, words('nl'))).toBe('C2000 in orde; RBS in gepland onderhoud; storing bij RBS, niet bij C2000.')
  })
})

it('people are named as people beside the probes, once', () => {
  const topics = room({ kind: 'console-fault', works: ['c2000'], fails: ['rbs'], evidence: ['rbs/rbs-sip', 'rbs/people', 'c2000/people'] }, RBS_DOWN)
  expect(diagnosisSentence(topics, words('nl'))).toBe('C2000 in orde; RBS uitgevallen sinds 21:45:50; storing bij RBS, niet bij C2000; gezien door SIP-vraag, mensen.')
})

it('the headline says that no cause is established yet, where nothing else is wrong to be seen', () => {
  expect(headlineOf(viewOf(room({ kind: 'unknown', because: 'not-yet' })), words('nl')).text).toBe('Oorzaak nog niet vastgesteld')
})

describe('the detail of a service', () => {
  const detail = (change: Partial<ServiceView>) => serviceDetail(viewOf(room({ kind: 'normal' }, { rbs: change })), 'rbs', words('nl'))
  const fact = (change: Partial<ServiceView>, label: string): string | undefined => detail(change)?.facts.find((one) => one.label === label)?.value

  it('of planned work proves nothing', () => {
    expect([detail({})?.proven, detail({ maintenance: true })?.proven]).toEqual([true, false])
  })

  it('says until when planned work lasts, with its day when that is not soon', () => {
    expect(fact({ maintenance: true, maintenanceUntilUtcMs: NOW + 3 * 3_600_000 }, 'Gepland onderhoud')).toBe('tot 00:47')
    expect(fact({ maintenance: true, maintenanceUntilUtcMs: NOW + 30 * 3_600_000 }, 'Gepland onderhoud')).toBe('tot wo 25-11 03:47')
  })

  it('says of one that is not measured again that it was down, and since when', () => {
    expect(fact({ now: 'unknown', why: { code: 'was-down' }, wasDownSinceUtcMs: ago(488) }, 'Uitgevallen sinds, niet opnieuw gemeten')).toBe('21:39:00')
    expect(fact({ now: 'unknown', why: { code: 'was-down' }, wasDownSinceUtcMs: ago(488) }, 'Reden')).toBe('was uitgevallen, nog niet opnieuw gemeten')
  })

  it('offers planned work for so long, or its end; and the end of a label only where there is one', () => {
    expect(detail({})?.work.begin?.map(({ label, ask }) => [label, ask])).toEqual([1, 4, 12].map((hours) => [`${hours} uur`, { call: 'maintenance.begin', input: { service: 'rbs', minutes: hours * 60 } }]))
    expect(detail({})?.work).not.toHaveProperty('lift')
    expect(detail({ maintenance: true, unstable: { count: 3, sinceUtcMs: ago(600) } })?.work).toEqual({ end: { call: 'maintenance.end', input: { service: 'rbs' } }, lift: { call: 'unstable.lift', input: { service: 'rbs' } } })
  })

  it('says people once where they are the reason, with those who joined since', () => {
    const people = { count: 3, sinceUtcMs: ago(60), symptoms: ['speech-drops'], tapped: [] } as const
    expect(fact({ now: 'degraded', why: { code: 'people', count: 2, symptoms: ['speech-drops'] }, people }, 'Reden')).toBe('3 meldingen van mensen: spraak valt weg')
    expect(fact({ now: 'degraded', why: { code: 'people', count: 2, symptoms: ['speech-drops'] }, people }, 'Mensen')).toBeUndefined()
    expect(fact({ now: 'down', why: { code: 'silent' }, people }, 'Mensen')).toBe('3 meldingen van mensen: spraak valt weg, sinds 21:46:08')
  })

  it('names a probe by what it asks, and gives no number of an answer to one that has none', () => {
    expect(detail(RBS_DOWN.rbs)?.probes).toEqual([{ id: 'rbs-sip', asks: 'SIP-vraag', state: 'geen antwoord', latency: '', detail: '' }])
    expect(detail({ probes: [{ ...RBS_DOWN.rbs.probes[0], state: 'answering' }] })?.probes).toMatchObject([{ state: 'antwoordt', latency: '4 ms', detail: 'SIP 200' }])
  })
})
