// The line of the open storing: what is held out and for how long, what stands after it was said, and what was not on disk.
import { describe, expect, it } from 'vitest'
import type { FaultView, Topics } from '../../../../electron/contract/topics.ts'
import { createText } from '../../../../renderer/i18n/texts.ts'
import { faultLine, OFFERED_MS, type FaultLine, type LineChoice } from '../../../../renderer/model/fault-line.ts'
import { createWords } from '../../../../renderer/model/words.ts'
import { BASE, NOW } from '../../../../renderer/scenes/base-scene.ts'

const words = createWords('nl', createText('nl'))
const NUMBER = 'S-2026-OB-0007'
const UNTOUCHED: LineChoice = { since: 0 }
const fault = (change: Partial<FaultView> = {}): FaultView => ({ number: NUMBER, openedUtcMs: NOW - 600_000, openedBy: 'automatic', service: 'rbs', state: 'open', entries: 14, ...change })
const topicsOf = (all: readonly FaultView[]): Topics => ({ ...BASE, faults: Object.fromEntries(all.map((one) => [one.number, one])) })
const at = (all: readonly FaultView[], choice = UNTOUCHED, nowUtcMs = NOW): FaultLine | undefined => faultLine({ topics: topicsOf(all), nowUtcMs }, choice, words)
const open = (line: FaultLine | undefined): string[] => (line?.questions ?? []).filter(({ isOpen }) => isOpen).map(({ question }) => question)

describe('two taps', () => {
  it('are held out for a minute after a storing opened by itself, and fold away then', () => {
    const opened = [fault({ openedUtcMs: NOW })]
    expect(open(at(opened))).toEqual(['effect', 'danger'])
    expect(open(at(opened, UNTOUCHED, NOW + OFFERED_MS - 1))).toEqual(['effect', 'danger'])
    expect(open(at(opened, UNTOUCHED, NOW + OFFERED_MS))).toEqual([])
  })

  it('are held out again after a click on it, wherever that was: page, key or panel', () => {
    expect(open(at([fault()]))).toEqual([])
    expect(open(at([fault({ clicked: { utcMs: NOW - 1000, as: 'attached' } })]))).toEqual(['effect', 'danger'])
  })

  it('are not held out a second after the page, whose clock stands behind, nor for ever when a clock went back', () => {
    expect(open(at([fault({ openedUtcMs: NOW + 900 })]))).toEqual(['effect', 'danger'])
    expect(open(at([fault({ openedUtcMs: NOW + 3_600_000 })]))).toEqual([])
  })

  it('fold away one by one when tapped, and are not asked again by a later click', () => {
    const clicked = { utcMs: NOW - 1000, as: 'attached' } as const
    expect(open(at([fault({ clicked, effect: 'delay' })]))).toEqual(['danger'])
    expect(open(at([fault({ clicked, effect: 'delay', danger: 'no' })]))).toEqual([])
  })

  it('are put away by a person, until the next click', () => {
    const clicked = { utcMs: NOW - 1000, as: 'attached' } as const
    const folded = { since: NOW - 1000, number: NUMBER, folded: true } as const
    expect(open(at([fault({ clicked })], folded))).toEqual([])
    expect(open(at([fault({ clicked: { ...clicked, utcMs: NOW } })], folded))).toEqual(['effect', 'danger'])
  })

  it('stay to be reached, and to be changed: what stands is not said again', () => {
    const line = at([fault({ effect: 'delay' })], { since: NOW - 600_000, number: NUMBER, question: 'effect' })
    expect(open(line)).toEqual(['effect'])
    expect(line?.questions[0].answer).toBe('vertraging')
    expect(line?.questions[0].choices.map(({ word, pressed, ask }) => [word, pressed, ask?.input])).toEqual([
      ['geen', false, { number: NUMBER, change: { what: 'effect', effect: 'none' } }],
      ['extra werk', false, { number: NUMBER, change: { what: 'effect', effect: 'extra-work' } }],
      ['vertraging', true, undefined],
      ['geen contact', false, { number: NUMBER, change: { what: 'effect', effect: 'no-contact' } }],
    ])
    expect(line?.questions[1].choices.map(({ word, ask }) => [word, ask?.input])).toEqual([
      ['nee', { number: NUMBER, change: { what: 'danger', danger: 'no' } }],
      ['ja', { number: NUMBER, change: { what: 'danger', danger: 'yes' } }],
      ['onbekend', { number: NUMBER, change: { what: 'danger', danger: 'unknown' } }],
    ])
    expect(line?.questions[1].answer).toBe('–')
  })
})

describe('the line', () => {
  it('is not there while no storing is open', () => {
    expect(at([])).toBeUndefined()
    expect(at([fault({ state: 'closed', closedUtcMs: NOW })])).toBeUndefined()
  })

  it.each([
    ['how long it is open', {}, 'open 00:10:00', false],
    ['that a click opened it', { clicked: { utcMs: NOW - 2000, as: 'opened' } }, 'geopend 21:47:06', false],
    ['that a click was attached to it', { clicked: { utcMs: NOW - 2000, as: 'attached' } }, 'gevoegd 21:47:06', false],
    ['that it is not on disk yet, for as long as that is so', { clicked: { utcMs: NOW - 500_000, as: 'attached' }, late: {} }, 'nog niet op schijf', true],
    ['that it is on disk now', { clicked: { utcMs: NOW - 5000, as: 'attached' }, late: { savedUtcMs: NOW - 1000 } }, 'op schijf 21:47:07', false],
    ['of a click after that that it was attached', { clicked: { utcMs: NOW - 500, as: 'attached' }, late: { savedUtcMs: NOW - 1000 } }, 'gevoegd 21:47:07', false],
    ['no more of the disk a minute later', { late: { savedUtcMs: NOW - 60_000 } }, 'open 00:10:00', false],
  ] as const)('says %s', (_what, change, text, warns) => {
    expect(at([fault(change)])?.status).toEqual({ text, warns })
  })

  it('is read aloud only about the disk: the last action says the rest', () => {
    expect(at([fault({ clicked: { utcMs: NOW, as: 'attached' } })])?.aloud).toBe('')
    expect(at([fault({ late: {} })])?.aloud).toBe('Storing S-2026-OB-0007: nog niet veilig op schijf')
    expect(at([fault({ late: { savedUtcMs: NOW } })])?.aloud).toBe('Storing S-2026-OB-0007 staat op schijf sinds 21:47:08')
    expect(at([fault({ late: { savedUtcMs: NOW - 60_000 } })])?.aloud).toBe('')
  })

  it('proposes the symptom until a person says it', () => {
    expect(at([fault({ symptom: { code: 'connection-lost', proposed: true } })])?.symptom).toEqual({
      text: 'verbinding weg', confirm: { call: 'fault.change', input: { number: NUMBER, change: { what: 'symptom', symptom: 'connection-lost' } } },
    })
    expect(at([fault({ symptom: { code: 'connection-lost', proposed: false } })])?.symptom).toEqual({ text: 'verbinding weg' })
    expect(at([fault()])?.symptom).toBeUndefined()
    // Where nothing is known, nothing is proposed; who says "something else" means it.
    expect(at([fault({ symptom: { code: 'other', proposed: true } })])?.symptom).toBeUndefined()
    expect(at([fault({ symptom: { code: 'other', proposed: false } })])?.symptom).toEqual({ text: 'iets anders' })
  })
})

describe('with several open', () => {
  const newer = fault({ number: 'S-2026-OB-0008', service: 'tel-0900', openedUtcMs: NOW - 300_000 })

  it('shows the one that a click belongs to, and leads to the others in turn', () => {
    const both = [fault(), newer]
    const first = at(both)
    expect([first?.number, first?.others]).toEqual(['S-2026-OB-0008', { at: 1, of: 2, next: NUMBER }])
    const second = at(both, { since: first?.since ?? 0, number: NUMBER })
    expect([second?.number, second?.others]).toEqual([NUMBER, { at: 2, of: 2, next: 'S-2026-OB-0008' }])
  })

  it('shows the older one when the trouble of the newer is long over, and the one just clicked whatever was chosen before', () => {
    const over = { ...newer, standsUntilUtcMs: NOW - 1 }
    expect(at([fault(), over])?.number).toBe(NUMBER)
    const chosen = { since: NOW - 300_000, number: 'S-2026-OB-0008' }
    expect(at([fault(), over], chosen)?.number).toBe('S-2026-OB-0008')
    expect(at([fault({ clicked: { utcMs: NOW - 1000, as: 'attached' } }), over], chosen)?.number).toBe(NUMBER)
  })

  it('holds the taps out for the one that is shown alone', () => {
    const both = [fault({ openedUtcMs: NOW - 600_000 }), { ...newer, openedUtcMs: NOW - 1000 }]
    expect(open(at(both))).toEqual(['effect', 'danger'])
    expect(open(at(both, { since: NOW - 1000, number: NUMBER }))).toEqual([])
  })
})
