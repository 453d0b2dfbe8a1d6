// Who is heard, who was heard before, and which group each radio really hears.
import { describe, expect, test } from 'vitest'
import { Ears, unitsOf } from '../../../electron/host/ears.ts'
import type { RadioEvent } from '../../../native/kit/driver.ts'

const speaks = (ssi?: string): Extract<RadioEvent, { event: 'heard' }> => ({ event: 'heard', speaking: true, ...(ssi === undefined ? {} : { ssi }) })
const quiet = { event: 'heard', speaking: false } as const

describe('a channel', () => {
  test('remembers who spoke before, until when, also when the next one takes over at once', () => {
    const ears = new Ears()
    expect(ears.on('desk')).toEqual({ localKey: false })
    ears.hear('desk', speaks('6101629'), 100)
    expect(ears.on('desk')).toEqual({ localKey: false, speaker: '6101629' })
    ears.hear('desk', speaks('6101630'), 200)
    expect(ears.on('desk')).toEqual({ localKey: false, speaker: '6101630', before: { ssi: '6101629', untilMs: 200 } })
    ears.hear('desk', quiet, 300)
    expect(ears.on('desk')).toEqual({ localKey: false, before: { ssi: '6101630', untilMs: 300 } })
    ears.hear('desk', quiet, 400)
    expect(ears.on('desk').before?.untilMs).toBe(300)
    expect(ears.on('other')).toEqual({ localKey: false })
  })

  test('told twice of the same speaker goes on hearing that one', () => {
    const ears = new Ears()
    ears.hear('desk', speaks('6101629'), 100)
    ears.hear('desk', speaks('6101629'), 200)
    expect(ears.on('desk')).toEqual({ localKey: false, speaker: '6101629' })
  })

  test('knows a speaker the network does not name, and its own hand microphone apart from it', () => {
    const ears = new Ears()
    ears.hear('desk', speaks(), 100)
    ears.hear('desk', { event: 'local-key', keyed: true }, 110)
    expect(ears.on('desk')).toEqual({ localKey: true, speaker: '' })
    ears.hear('desk', { event: 'local-key', keyed: false }, 120)
    expect(ears.on('desk')).toEqual({ localKey: false, speaker: '' })
  })
})

describe('a radio', () => {
  const up: RadioEvent = { event: 'link', link: { link: 'up' } }
  const home: RadioEvent = { event: 'registration', registration: 'home', cell: 'wide' }
  const group: RadioEvent = { event: 'group', gssi: '4037001' }
  const after = (...events: RadioEvent[]): string | undefined => {
    const ears = new Ears()
    for (const event of events) ears.stand('desk', event)
    return ears.hears('desk')
  }

  test.each<[string, RadioEvent[], string | undefined]>([
    ['nothing told', [], undefined],
    ['registered on a group, before its line is up', [home, group], undefined],
    ['registered on a group', [home, group, up], '4037001'],
    ['visiting another network', [{ event: 'registration', registration: 'visited', cell: 'unknown' }, group, up], '4037001'],
    ['in local site trunking', [{ event: 'registration', registration: 'home', cell: 'local' }, group, up], undefined],
    ['searching', [{ event: 'registration', registration: 'searching', cell: 'wide' }, group, up], undefined],
    ['on no group', [home, group, up, { event: 'group', gssi: '' }], undefined],
    ['turned to another group', [home, group, up, { event: 'group', gssi: '4037003' }], '4037003'],
    ['lost', [home, group, up, { event: 'link', link: { link: 'down', cause: 'LINK_LOST', detail: '' } }], undefined],
    ['that may be on the air itself', [home, group, up, { event: 'may-transmit' }], undefined],
    ['that may be on the air, lost and back', [up, { event: 'may-transmit' }, { event: 'link', link: { link: 'down', cause: 'LINK_LOST', detail: '' } }, up, home, group], undefined],
    ['that was hung up', [home, group, up, { event: 'may-transmit' }, { event: 'hung-up' }], '4037001'],
    ['rung by one unit alone', [home, group, up, { event: 'individual-call', cc: 4, call: 'ringing', duplex: false }], '4037001'],
    ['in a call with one unit alone', [home, group, up, { event: 'individual-call', cc: 4, call: 'connected', duplex: false }], undefined],
    ['after a call with one unit alone', [home, group, up, { event: 'individual-call', cc: 4, call: 'connected', duplex: false }, { event: 'individual-call', cc: 4, call: 'ended', duplex: false }], '4037001'],
    ['lost and back, not yet asked', [home, group, up, { event: 'link', link: { link: 'down', cause: 'LINK_LOST', detail: '' } }, up], undefined],
  ])('%s', (_what, events, hears) => {
    expect(after(...events)).toBe(hears)
  })

  test('says whether an event tells where it stands', () => {
    const ears = new Ears()
    expect([up, home, group, quiet, { event: 'hung-up' } as const].map((event) => ears.stand('desk', event))).toEqual([true, true, true, false, true])
  })
})

test('a call sign is found by number, whatever zeros stand before it', () => {
  const unitOf = unitsOf({ units: [{ ssi: '6101629', label: '21-4131' }, { ssi: '0012', label: '21-0012' }] })
  expect([unitOf('6101629'), unitOf('12'), unitOf('6101630'), unitOf(''), unitOf(undefined)]).toEqual(['21-4131', '21-0012', undefined, undefined, undefined])
})
