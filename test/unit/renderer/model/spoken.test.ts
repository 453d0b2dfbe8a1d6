// What the page says of spoken tests: an honest age, each step in its order, and where the pedal goes while one runs.
import { describe, expect, it } from 'vitest'
import type { SpokenTestView } from '../../../../electron/contract/switching.ts'
import type { ChannelView, PttView, SiteView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { channelDetails } from '../../../../renderer/model/channels-detail.ts'
import { channelRows } from '../../../../renderer/model/channels-model.ts'
import { pttFace } from '../../../../renderer/model/ptt-face.ts'
import { microphoneOf, spokenAge } from '../../../../renderer/model/spoken-model.ts'
import { stripModel } from '../../../../renderer/model/strip-model.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { ago, BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const HOUR_S = 3600
const viewOf = (topics: Partial<Topics>) => ({ topics: { ...BASE, ...topics }, nowUtcMs: NOW, shell: undefined })
const desk = BASE.channels['desk-radio'] as ChannelView
const onDesk = (ptt: Partial<PttView> = {}): Topics['ptt'] => ({ ptt: { ...(BASE.ptt.ptt as PttView), target: 'channel', channel: 'desk-radio', group: '4037001', ...ptt } })
const tested = (step: SpokenTestView['step'], rest: Partial<SpokenTestView> = {}): Topics['spokenTest'] => ({ test: { channel: 'desk-radio', group: '4037001', step, endsUtcMs: ago(-43), ...rest } })
const detailOf = (topics: Partial<Topics>, id = 'desk-radio') => channelDetails(viewOf(topics), words).find((one) => one.id === id)

describe('the age of a spoken test', () => {
  it.each([
    [undefined, 'nog geen spreekproef'],
    [{ utcMs: ago(650), old: false }, 'spreekproef 21:36'],
    [{ utcMs: ago(26 * HOUR_S), old: true }, 'spreekproef 26 u oud'],
    // Of the day before, although the plan allows it: a time alone would be taken for today's.
    [{ utcMs: ago(21 * HOUR_S), old: false }, 'spreekproef 21 u oud'],
    // Old soon, where the plan says so: never shown as if it counted.
    [{ utcMs: ago(2 * HOUR_S), old: true }, 'spreekproef 2 u oud'],
    [{ utcMs: ago(9 * 24 * HOUR_S), old: true }, 'spreekproef 9 dagen oud'],
  ])('%j is %s', (test, said) => {
    expect(spokenAge(test ? { spokenTest: { ...test, by: 'colleague' } } : undefined, NOW, words)).toBe(said)
  })

  it('stands in the row beside the proof by question, each named', () => {
    expect(channelRows(viewOf({}), words).find(({ id }) => id === 'analogue')).toMatchObject({ word: 'gereed', wordNote: 'getest 21:30:08, spreekproef 21:30' })
    const { spokenTest: _never, ...bare } = BASE.channels['analogue'] as ChannelView
    expect(channelRows(viewOf({ channels: { ...BASE.channels, analogue: bare } }), words).find(({ id }) => id === 'analogue')?.wordNote).toBe('getest 21:30:08, nog geen spreekproef')
  })
})

describe('a running spoken test', () => {
  it('is said in the strip and in the transmit block, wherever the page is', () => {
    const topics = { spokenTest: tested('speak'), ptt: onDesk() }
    expect(stripModel(viewOf(topics), words).message).toMatchObject({ headline: 'Spreekproef: pedaal gaat naar Mobilofoon – INC-1', evidence: 'Nog 00:43. Elke schakeltoets stopt de proef.' })
    expect(pttFace(viewOf(topics), words)).toMatchObject({ look: 'ready', detail: 'spreekproef op Mobilofoon' })
    expect(pttFace(viewOf({}), words).look).toBe('off')
  })

  it('names the microphone of the channel under test, and never more time than a test has', () => {
    const microphone = (spokenTest: Topics['spokenTest']): string => microphoneOf({ ...BASE, spokenTest })
    expect(microphone({})).toBe(BASE.channels['rbs']?.audio?.microphone)
    expect(microphone(tested('speak'))).toBe(desk.audio?.microphone)
    expect(microphone(tested('failed', { end: 'no-press' }))).toBe(BASE.channels['rbs']?.audio?.microphone)
    expect(stripModel(viewOf({ spokenTest: tested('selecting', { endsUtcMs: ago(-61) }) }), words).message.evidence).toMatch(/^Nog 01:00/)
  })

  it('leaves the strip to what the person must do now', () => {
    expect(stripModel(viewOf({ spokenTest: tested('speak'), ptt: onDesk({ phase: 'refused', cause: 'stuck' }) }), words).message.headline).toBe('Laat pedaal los en druk opnieuw')
  })

  it('is led step by step, and a colleague is asked only after something was said', () => {
    const states = (step: SpokenTestView['step'], ptt: Partial<PttView> = {}): unknown => {
      const guide = detailOf({ spokenTest: tested(step), ptt: onDesk(ptt) })?.guide
      return [guide?.steps.map(({ state }) => state).join(' '), guide?.heard !== undefined, guide?.left]
    }
    expect([states('selecting'), states('speak'), states('speak', { phase: 'talking' }), states('listen')]).toEqual([
      ['now ahead ahead', false, '00:43'], ['done now ahead', false, '00:43'], ['done now ahead', true, '00:43'], ['done done now', true, '00:43'],
    ])
  })

  it('says the sentence with position, room and group, and who listens', () => {
    const [, speak, listen] = detailOf({ spokenTest: tested('speak', { witness: 'controleradio' }), ptt: onDesk() })?.guide?.steps ?? []
    expect([speak?.say, listen?.text]).toEqual(['Dit is een spreekproef van BRW 02, Oost-Brabant, op INC-1. Over.', 'Laat los: controleradio of een collega hoort u'])
    expect(detailOf({ spokenTest: tested('listen'), ptt: onDesk() })?.guide?.steps[2]?.text).toBe('Laat los: een collega zegt of u gehoord bent')
  })
})

describe('a channel opened', () => {
  it('says how its test ended, in words and in shape', () => {
    expect(detailOf({ spokenTest: tested('passed', { heardBy: 'control-radio', doneUtcMs: ago(5) }) })?.guide?.outcome).toEqual({ shape: 'ready', text: 'Gehoord om 21:47:03, door de controleradio' })
    expect(detailOf({ spokenTest: tested('failed', { end: 'no-floor', doneUtcMs: ago(5) }) })?.guide?.outcome).toEqual({ shape: 'down', text: 'Niet geslaagd om 21:47:03: geen spreekrecht gekregen' })
  })

  it('without an audio path says so, and the pages that name a microphone name none', () => {
    const { audio: _audio, ...bare } = desk
    const channels = { ...BASE.channels, 'desk-radio': { ...bare, readiness: 'failed' as const, cause: 'audio-undeclared' } }
    expect(detailOf({ channels })?.facts.map(({ value }) => value)).toContain('audioweg niet opgegeven')
    expect(channelRows(viewOf({ channels }), words).find(({ id }) => id === 'desk-radio')).toMatchObject({ word: 'niet gereed', wordNote: 'audioweg niet opgegeven' })
  })

  it('shows its line, with what chattered in the colour of unstable, and counts what lay between', () => {
    const history = [{ utcMs: ago(9000), readiness: 'ready' as const }, { utcMs: ago(5000), readiness: 'failed' as const, cause: 'link-lost', between: 7 }, { utcMs: ago(4000), readiness: 'ready' as const }]
    const trace = detailOf({ channels: { ...BASE.channels, 'desk-radio': { ...desk, history } } })?.trace
    expect(trace?.points).toEqual([[ago(9000), 'ok', false], [ago(5000), 'down', true], [ago(4000), 'ok', false]])
    expect(trace?.said).toMatch(/^10 wisselingen sinds /)
  })

  it('can be tested where this position may key, and the RBS never', () => {
    const observing = { site: { site: { ...(BASE.site.site as SiteView), mode: 'observe' as const } } }
    expect([detailOf({})?.begin?.ask, detailOf({}, 'rbs')?.begin, detailOf(observing)?.begin]).toEqual([{ call: 'spoken.begin', input: { channel: 'desk-radio' } }, undefined, undefined])
  })
})
