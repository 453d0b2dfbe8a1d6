// The table of sounds, played on a clock moved by hand.
import { describe, expect, it } from 'vitest'
import type { SoundFacts, SoundFault } from '../../../../renderer/sound/sound-facts.ts'
import { NOTHING_HEARD, planSound, type SoundMemory } from '../../../../renderer/sound/sound-plan.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

const CALM: SoundFacts = { emergencies: [], faults: [], worksVia: 'rbs', returnOffered: false, receiving: false, drill: false }
/** Of the annunciation at this moment of the host. */
const fault = (state: SoundFault['state'], acknowledged = false, annunciation = 1): SoundFault => ({ id: 'service:rbs', state, annunciation, acknowledged })
const OWN = { softPassed: false, lastSeconds: false }

/** A page that updates at every change and wakes when the plan says so; `heard` lists [ms, sound@output]. */
function listen() {
  const clock = createManualClock()
  let memory: SoundMemory = NOTHING_HEARD
  let facts = CALM
  let timer: { cancel(): void } | undefined
  const heard: (readonly [ms: number, what: string])[] = []
  const levels: string[] = []
  const step = (): void => {
    const now = clock.monotonicMs()
    const plan = planSound(memory, facts, now)
    memory = plan.state
    levels.push(plan.level)
    for (const cue of plan.cues) heard.push([now, `${cue.drill ? 'drill ' : ''}${cue.sound}@${cue.output}`])
    timer?.cancel()
    timer = plan.wakeAtMs === undefined ? undefined : clock.after(plan.wakeAtMs - now, step)
  }
  return {
    heard,
    levels,
    is: (change: Partial<SoundFacts>) => {
      facts = { ...facts, ...change }
      step()
    },
    wait: (ms: number) => clock.advance(ms),
    pending: () => clock.pending,
    sounds: () => heard.map(([, what]) => what),
  }
}

describe('a quiet position', () => {
  it('makes no sound and asks for no waking', () => {
    const page = listen()
    page.is({})
    page.wait(600_000)
    expect(page.heard).toEqual([])
    expect(page.pending()).toBe(0)
  })
})

describe('an emergency call', () => {
  it('sounds in the headset every 2 s until it is taken, and nothing else stops it', () => {
    const page = listen()
    page.is({ emergencies: ['a'] })
    page.wait(4500)
    page.is({ transmitting: OWN })
    page.is({ worksVia: 'mobilofoon' })
    page.is({ receiving: true })
    page.wait(2000)
    page.is({ emergencies: [] })
    page.wait(20_000)
    expect(page.heard).toEqual([[0, 'emergency@headset'], [2000, 'emergency@headset'], [4000, 'emergency@headset'], [6000, 'emergency@headset']])
  })

  it('begins while one transmits, although the loudspeaker is muted', () => {
    const page = listen()
    page.is({ transmitting: OWN })
    page.is({ emergencies: ['a'] })
    expect(page.sounds()).toEqual(['emergency@headset'])
    expect(page.levels).toEqual(['muted', 'muted'])
  })

  it('of another unit sounds as soon as the notes of the first are over, not at its next turn', () => {
    const page = listen()
    page.is({ emergencies: ['a'] })
    page.wait(300)
    page.is({ emergencies: ['a', 'b'] })
    page.wait(1000)
    page.is({ emergencies: ['b'] })
    page.is({ emergencies: [] })
    page.is({ emergencies: ['c'] })
    page.wait(2000)
    expect(page.heard.map(([ms]) => ms)).toEqual([0, 700, 1400])
  })

  it('goes on while a second one waits', () => {
    const page = listen()
    page.is({ emergencies: ['a', 'b'] })
    page.is({ emergencies: ['b'] })
    page.wait(2000)
    expect(page.heard.map(([ms]) => ms)).toEqual([0, 2000])
  })
})

describe('a fault', () => {
  it.each([
    ['down', [0, 5000, 10_000]],
    ['unstable', [0]],
    ['degraded', [0]],
  ] as const)('%s sounds at %j ms', (state, moments) => {
    const page = listen()
    page.is({ faults: [fault(state)] })
    page.wait(12_000)
    expect(page.heard).toEqual(moments.map((ms) => [ms, `${state}@fault`]))
  })

  it('unknown sounds once, when the host says that it has been so long enough', () => {
    const page = listen()
    page.is({ faults: [fault('unknown')] })
    page.wait(200_000)
    expect(page.heard).toEqual([[0, 'unknown@fault']])
    expect(page.pending()).toBe(0)
  })

  it('that is acknowledged is silent from then on', () => {
    const page = listen()
    page.is({ faults: [fault('down')] })
    page.wait(1000)
    page.is({ faults: [fault('down', true)] })
    page.wait(60_000)
    expect(page.sounds()).toEqual(['down@fault'])
  })

  it('rings again when the host announces it again, and not when it only says something better', () => {
    const page = listen()
    const told = [['degraded', 1], ['unstable', 2], ['down', 3], ['unstable', 3], ['degraded', 3]] as const
    for (const [state, annunciation] of told) {
      page.is({ faults: [fault(state, false, annunciation)] })
      page.wait(100)
    }
    expect(page.sounds()).toEqual(['degraded@fault', 'unstable@fault', 'down@fault'])
  })

  it('that comes anew after it was gone rings anew', () => {
    const page = listen()
    page.is({ faults: [fault('degraded')] })
    page.is({ faults: [] })
    page.is({ faults: [fault('degraded', false, 2)] })
    expect(page.sounds()).toEqual(['degraded@fault', 'degraded@fault'])
  })

  it('that was away with the host and is the same does not ring anew, seen or unseen', () => {
    const page = listen()
    page.is({ faults: [fault('unstable')] })
    page.is({ faults: [{ id: 'host', state: 'down', annunciation: 9, acknowledged: false }] })
    page.is({ faults: [fault('unstable')] })
    page.is({ faults: [fault('unstable', true)] })
    expect(page.sounds()).toEqual(['unstable@fault', 'down@fault'])
  })

  it('that explains one that was heard is not rung again, and goes on as that one did', () => {
    const page = listen()
    page.is({ faults: [fault('unstable')] })
    page.is({ faults: [{ id: 'service:lan', state: 'unstable', annunciation: 1, acknowledged: false, over: ['service:rbs'] }] })
    page.wait(1000)
    expect(page.sounds()).toEqual(['unstable@fault'])
    page.is({ faults: [{ id: 'service:lan', state: 'down', annunciation: 2, acknowledged: false, over: ['service:rbs'] }] })
    expect(page.sounds()).toEqual(['unstable@fault', 'down@fault'])
  })

  it('that stood before a switch is quiet on a page that was not there then', () => {
    const page = listen()
    page.is({ worksVia: 'mobilofoon', quietBefore: 5, faults: [fault('down', false, 5), { ...fault('degraded', false, 4), id: 'b' }] })
    page.wait(20_000)
    expect(page.sounds()).toEqual([])
    page.is({ faults: [fault('down', false, 6)] })
    expect(page.sounds()).toEqual(['down@fault'])
  })

  it('that came after a switch goes on when the wall clock is set forward', () => {
    const page = listen()
    page.is({ worksVia: 'mobilofoon', quietBefore: 5 })
    page.is({ worksVia: 'mobilofoon', quietBefore: 5, faults: [fault('down', false, 6)] })
    page.is({ worksVia: 'mobilofoon', quietBefore: 3_600_005, faults: [fault('down', false, 6)] })
    page.wait(5000)
    expect(page.sounds()).toEqual(['down@fault', 'down@fault'])
  })

  it('is remembered for so many faults and no more', () => {
    let memory = NOTHING_HEARD
    for (let at = 0; at < 500; at += 1) memory = planSound(memory, { ...CALM, faults: [{ ...fault('degraded', false, at), id: `device:${at}` }] }, at).state
    expect(Object.keys(memory.faults).length).toBeLessThan(100)
  })

  it('is quieted by a switch, but one that gets worse after it is not', () => {
    const page = listen()
    page.is({ faults: [fault('down')] })
    page.wait(1000)
    page.is({ worksVia: 'mobilofoon' })
    page.wait(30_000)
    expect(page.sounds()).toEqual(['down@fault', 'switched@fault'])
    page.is({ faults: [fault('down'), { id: 'service:c2000', state: 'down', annunciation: 7, acknowledged: false }] })
    expect(page.sounds().slice(2)).toEqual(['down@fault'])
  })

  it('speaks for all that come at the same moment when it is the worst', () => {
    const page = listen()
    const all: readonly SoundFault[] = [
      { id: 'a', state: 'degraded', annunciation: 5, acknowledged: false },
      { id: 'b', state: 'unstable', annunciation: 6, acknowledged: false },
    ]
    page.is({ faults: all })
    page.wait(60_000)
    page.is({ faults: [...all, { id: 'c', state: 'down', annunciation: 7, acknowledged: false }, { id: 'd', state: 'degraded', annunciation: 5, acknowledged: false }] })
    page.wait(4000)
    expect(page.sounds()).toEqual(['unstable@fault', 'down@fault'])
  })

  it('is muted while one transmits and heard on release', () => {
    const page = listen()
    page.is({ transmitting: OWN })
    page.is({ faults: [fault('unstable')] })
    page.wait(20_000)
    expect(page.heard).toEqual([])
    page.is({ transmitting: undefined })
    expect(page.heard).toEqual([[20_000, 'unstable@fault']])
  })

  it('keeps its pause through a short transmission', () => {
    const page = listen()
    page.is({ faults: [fault('down')] })
    page.wait(1000)
    page.is({ transmitting: OWN })
    page.wait(1000)
    page.is({ transmitting: undefined })
    page.wait(4000)
    expect(page.heard).toEqual([[0, 'down@fault'], [5000, 'down@fault']])
  })

  it('that had come and gone while one transmitted is not rung afterwards', () => {
    const page = listen()
    page.is({ transmitting: OWN })
    page.is({ faults: [fault('degraded')] })
    page.is({ faults: [] })
    page.is({ transmitting: undefined })
    expect(page.heard).toEqual([])
  })

  it('is ducked while somebody is heard, and sounds', () => {
    const page = listen()
    page.is({ receiving: true, faults: [fault('down')] })
    expect(page.sounds()).toEqual(['down@fault'])
    expect(page.levels).toEqual(['ducked'])
    page.is({ receiving: false })
    expect(page.levels).toEqual(['ducked', 'open'])
  })
})

describe('what is heard once', () => {
  it('a switch clicks, the first channel that becomes known does not', () => {
    const page = listen()
    page.is({ worksVia: undefined })
    page.is({ worksVia: 'rbs' })
    page.is({ worksVia: undefined })
    page.is({ worksVia: 'rbs' })
    expect(page.heard).toEqual([])
    page.is({ worksVia: 'mobilofoon' })
    page.is({})
    expect(page.sounds()).toEqual(['switched@fault'])
  })

  it('talk time ticks at the warning and 10 s before the stop, in the headset, anew each transmission', () => {
    const page = listen()
    for (let turn = 0; turn < 2; turn++) {
      page.is({ transmitting: OWN })
      page.is({ transmitting: { softPassed: true, lastSeconds: false } })
      page.is({})
      page.is({ transmitting: { softPassed: true, lastSeconds: true } })
      page.is({})
      page.is({ transmitting: undefined })
    }
    expect(page.sounds()).toEqual(['soft-time@headset', 'last-seconds@headset', 'soft-time@headset', 'last-seconds@headset'])
  })

  it('a return that may be taken rises once each time it is offered, after one has stopped transmitting', () => {
    const page = listen()
    page.is({ returnOffered: true, transmitting: OWN })
    expect(page.heard).toEqual([])
    page.is({ transmitting: undefined })
    page.is({})
    page.is({ returnOffered: false })
    page.is({ returnOffered: true })
    expect(page.sounds()).toEqual(['return-possible@fault', 'return-possible@fault'])
  })
})

it('in a drill what it pretends is announced as one, and a call for help or a real fault never is', () => {
  const page = listen()
  page.is({ drill: true, emergencies: ['a'], faults: [fault('down')] })
  expect(page.sounds()).toEqual(['emergency@headset', 'drill down@fault'])
  const real = listen()
  real.is({ drill: true, faults: [fault('down'), { ...fault('down'), id: 'service:tel-112', real: true }] })
  expect(real.sounds()).toEqual(['down@fault'])
  const once = listen()
  once.is({ drill: true, faults: [{ ...fault('unstable'), real: true }] })
  expect(once.sounds()).toEqual(['unstable@fault'])
})
