// The player on contexts that make no sound: devices, permission to sound, one page of several, drills.
import { describe, expect, it } from 'vitest'
import type { OutputContext } from '../../../../renderer/sound/output.ts'
import type { SoundFacts } from '../../../../renderer/sound/sound-facts.ts'
import { createSoundPlayer, type SoundPlayer, type SoundPreferences } from '../../../../renderer/sound/sound-player.ts'
import { ELSEWHERE_MS, YIELD_MS } from '../../../../renderer/sound/sound-turn.ts'
import { DUCK_DB, gainOf, gainOfDb } from '../../../../renderer/sound/volume.ts'
import { FakeAudioContext } from '../../../support/fake-audio.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

const CALM: SoundFacts = { emergencies: [], faults: [], worksVia: 'rbs', returnOffered: false, receiving: false, drill: false }
const DOWN = [{ id: 'service:rbs', state: 'down', annunciation: 1, acknowledged: false }] as const
const PREFERENCES: SoundPreferences = { faultOutput: 'speaker', headsetOutput: 'headset', volume: 70 }

/** A workstation with its devices and its one lock, on which any number of pages may sound. */
function workstation({ devices = ['speaker', 'headset'], allowed = true } = {}) {
  const clock = createManualClock()
  const state = { devices: devices as readonly string[] | undefined }
  const changed = new Set<() => void>()
  let held: Promise<void> = Promise.resolve()
  const settle = (): Promise<void> => clock.advanceAsync(0)
  /** @param store  of a window: a page that is reloaded finds what it wrote before */
  const open = (preferences: SoundPreferences = PREFERENCES, store: { text?: string } = {}) => {
    const contexts: FakeAudioContext[] = []
    const pressed = new Set<() => void>()
    const words: string[] = []
    const player = createSoundPlayer({
      clock,
      createContext: () => {
        const context = new FakeAudioContext(state.devices ?? devices, allowed)
        contexts.push(context)
        return context as unknown as OutputContext
      },
      outputDevices: () => Promise.resolve(state.devices),
      onDevicesChanged: (listener) => add(changed, listener),
      onPress: (listener) => add(pressed, listener),
      onlyOne(signal, hold) {
        held = held.then(() => (signal.aborted ? undefined : hold()))
      },
      heardBefore: { read: () => store.text, write: (text) => void (store.text = text) },
      drillWord: (language) => {
        words.push(language)
        return Promise.resolve(new ArrayBuffer(8))
      },
      language: 'nl',
      preferences,
    })
    const press = (): void => {
      for (const context of contexts) context.isAllowed = true
      for (const listener of [...pressed]) listener()
    }
    return { player, contexts, words, press, fault: () => contexts[0]!, headset: () => contexts[1]! }
  }
  const setDevices = async (next: readonly string[] | undefined, contexts: readonly FakeAudioContext[]): Promise<void> => {
    state.devices = next
    for (const context of contexts) context.devices = next ?? devices
    for (const listener of [...changed]) listener()
    await settle()
  }
  return { clock, open, settle, setDevices }
}

function add<T>(to: Set<T>, one: T): () => void {
  to.add(one)
  return () => to.delete(one)
}

const statesOf = (player: SoundPlayer): string[] => {
  const states: string[] = []
  player.onState(({ sound }) => states.push(sound))
  return states
}

describe('the player', () => {
  it('plays faults on the loudspeaker and an emergency in the headset, each on its chosen device', async () => {
    const { open, settle } = workstation()
    const { player, fault, headset } = open()
    await settle()
    expect(player.state).toEqual({ sound: 'ready' })
    expect([fault().sinks.at(-1), headset().sinks.at(-1)]).toEqual(['speaker', 'headset'])
    player.update({ ...CALM, faults: DOWN, emergencies: ['a'] })
    expect(fault().played.map((tone) => tone.fromHz)).toEqual([660, 520])
    expect(headset().played.map(({ fromHz, toHz }) => [fromHz, toHz])).toEqual([[700, 1000], [700, 1000], [700, 1000]])
  })

  it('repeats by itself as long as no news comes', async () => {
    const { clock, open, settle } = workstation()
    const { player, fault, headset } = open()
    await settle()
    player.update({ ...CALM, faults: DOWN, emergencies: ['a'] })
    clock.advance(10_000)
    expect([fault().played.length / 2, headset().played.length / 3]).toEqual([3, 6])
  })

  it('mutes faults while one transmits and ducks them while somebody is heard, and never the headset', async () => {
    const { open, settle } = workstation()
    const { player, fault, headset } = open()
    await settle()
    player.update({ ...CALM, receiving: true })
    player.update({ ...CALM, transmitting: { softPassed: false, lastSeconds: false } })
    player.update(CALM)
    const loud = gainOf('fault', 70)
    expect(fault().levels).toEqual([loud * gainOfDb(DUCK_DB), 0, loud])
    expect(headset().levels).toEqual([])
  })

  it('takes a new volume at once', async () => {
    const { open, settle } = workstation()
    const { player, fault, headset } = open()
    await settle()
    player.prefer({ ...PREFERENCES, volume: 10 })
    expect(fault().levels.at(-1)).toBe(gainOf('fault', 10))
    expect(headset().levels.at(-1)).toBe(gainOf('headset', 50))
  })

  it('plays a test tone on the output that is asked for', async () => {
    const { open, settle } = workstation()
    const { player, fault, headset } = open()
    await settle()
    player.testTone('headset')
    expect([fault().played.length, headset().played.length]).toEqual([0, 3])
  })
})

describe('without a press the browser lets a page sound', () => {
  it('it says that it is suspended, and after a press sounds what has come meanwhile', async () => {
    const { open, settle } = workstation({ allowed: false })
    const { player, fault, headset, press } = open()
    const states = statesOf(player)
    await settle()
    player.update({ ...CALM, faults: [{ id: 'service:rbs', state: 'unstable', annunciation: 1, acknowledged: false }], emergencies: ['a'] })
    expect(player.state).toEqual({ sound: 'suspended' })
    expect([...fault().played, ...headset().played]).toEqual([])
    press()
    await settle()
    expect(player.state).toEqual({ sound: 'ready' })
    // The loudspeaker was let through first: a call for help takes what there is, and sounds at once where it belongs.
    expect(fault().played.map((tone) => tone.fromHz)).toEqual([700, 700, 700, 520, 520, 520])
    expect(headset().played).toHaveLength(3)
    expect(states).toEqual(['starting', 'suspended', 'ready'])
  })

  it('it says so too when the system suspends it later', async () => {
    const { open, settle } = workstation()
    const { player, headset } = open()
    await settle()
    headset().suspend()
    expect(player.state).toEqual({ sound: 'suspended' })
  })
})

describe('a device that is not there', () => {
  it('is told, while the default one sounds, until it is there again', async () => {
    const { open, settle, setDevices } = workstation({ devices: ['speaker'] })
    const { player, contexts, headset } = open()
    await settle()
    expect(player.state).toEqual({ sound: 'output-missing', outputs: ['headset'] })
    player.update({ ...CALM, emergencies: ['a'] })
    expect(headset().sinks).toEqual([''])
    expect(headset().played).toHaveLength(3)
    await setDevices(['speaker', 'headset'], contexts)
    expect(player.state).toEqual({ sound: 'ready' })
    expect(headset().sinks.at(-1)).toBe('headset')
    await setDevices(['headset'], contexts)
    expect(player.state).toEqual({ sound: 'output-missing', outputs: ['fault'] })
  })

  it('is told when the browser names no devices and refuses the chosen one', async () => {
    const { open, settle, setDevices } = workstation()
    const { player, contexts } = open()
    await settle()
    for (const context of contexts) context.devices = []
    await setDevices(undefined, [])
    expect(player.state).toEqual({ sound: 'output-missing', outputs: ['fault', 'headset'] })
  })

  it('is told for the default one too, when there is none at all', async () => {
    const { open, settle } = workstation({ devices: [] })
    const { player } = open({ faultOutput: 'default', headsetOutput: 'default', volume: 70 })
    await settle()
    expect(player.state).toEqual({ sound: 'output-missing', outputs: ['fault', 'headset'] })
  })

  it('can be chosen away from', async () => {
    const { open, settle } = workstation({ devices: ['speaker'] })
    const { player } = open()
    await settle()
    player.prefer({ ...PREFERENCES, headsetOutput: 'default' })
    await settle()
    expect(player.state).toEqual({ sound: 'ready' })
  })
})

describe('of two pages', () => {
  it('one sounds; when it goes the other takes over without ringing its faults anew, and a call for help at once', async () => {
    const { clock, open, settle } = workstation()
    const first = open()
    const second = open()
    await settle()
    expect([first.player.state.sound, second.player.state.sound]).toEqual(['ready', 'elsewhere'])
    const facts: SoundFacts = { ...CALM, emergencies: ['a'], faults: [{ id: 'service:rbs', state: 'unstable', annunciation: 1, acknowledged: false }] }
    for (const page of [first, second]) page.player.update(facts)
    expect([first.headset().played.length, second.contexts.length]).toEqual([3, 0])
    first.player.stop()
    await settle()
    expect(second.player.state).toEqual({ sound: 'ready' })
    expect(first.contexts.map((context) => context.state)).toEqual(['closed', 'closed'])
    expect(second.headset().played).toHaveLength(3)
    clock.advance(2000)
    expect(second.headset().played).toHaveLength(6)
    expect(second.fault().played.filter((tone) => tone.fromHz !== 700)).toEqual([])
  })

  it('a page that is loaded while a call for help stands sounds it with its turn, not two seconds after', async () => {
    const { open, settle } = workstation()
    const { player, headset } = open()
    // Known before its turn has come: no other page is there that could sound it.
    player.update({ ...CALM, emergencies: ['a'] })
    await settle()
    expect(headset().played).toHaveLength(3)
  })

  it('the one that went before its turn never sounds', async () => {
    const { open, settle } = workstation()
    const first = open()
    const second = open()
    second.player.stop()
    await settle()
    first.player.stop()
    await settle()
    expect(second.contexts).toEqual([])
  })
})

describe('the page that sounds lets another', () => {
  const EMERGENCY: SoundFacts = { ...CALM, emergencies: ['a'] }

  it('when its link is gone for good, and sounds again when that is back', async () => {
    const { open, settle } = workstation()
    const lost = open()
    const live = open()
    await settle()
    lost.player.claim('none')
    await settle()
    expect([lost.player.state.sound, live.player.state.sound]).toEqual(['elsewhere', 'ready'])
    for (const page of [lost, live]) page.player.update(EMERGENCY)
    expect([lost.headset().played.length, live.headset().played.length]).toEqual([0, 3])
    lost.player.claim('whole')
    await settle()
    live.player.stop()
    await settle()
    expect(lost.player.state.sound).toBe('ready')
  })

  it('when only the tone of an emergency call is left to it; alone it goes on', async () => {
    const { clock, open, settle } = workstation()
    const lost = open()
    await settle()
    lost.player.claim('yielding')
    lost.player.update(EMERGENCY)
    await clock.advanceAsync(10_000)
    expect(lost.headset().played.length / 3).toBe(6)
    const live = open()
    await clock.advanceAsync(YIELD_MS)
    expect(live.player.state.sound).toBe('ready')
    live.player.update(EMERGENCY)
    expect(live.headset().played).toHaveLength(3)
    await clock.advanceAsync(10_000)
    expect(lost.headset().played.length / 3).toBeLessThanOrEqual(7)
  })

  it('when none of its outputs can sound, and says that it is suspended until it knows that another sounds', async () => {
    const { clock, open, settle } = workstation()
    const mute = open()
    const other = open()
    await settle()
    for (const context of mute.contexts) {
      context.isAllowed = false
      context.suspend()
    }
    expect(mute.player.state.sound).toBe('suspended')
    await clock.advanceAsync(YIELD_MS)
    expect(other.player.state.sound).toBe('ready')
    for (const page of [mute, other]) page.player.update(EMERGENCY)
    expect(other.headset().played).toHaveLength(3)
    expect(mute.player.state.sound).toBe('suspended')
    await clock.advanceAsync(ELSEWHERE_MS)
    expect(mute.player.state.sound).toBe('elsewhere')
  })

  it('never goes back and forth in words while no page may sound; the one that is pressed sounds', async () => {
    const { clock, open, settle } = workstation({ allowed: false })
    const pages = [open(), open()]
    await clock.advanceAsync(2 * YIELD_MS)
    const said = pages.map((page) => statesOf(page.player))
    await clock.advanceAsync(60_000)
    expect(said).toEqual([[], []])
    expect(pages.map((page) => page.player.state.sound)).toEqual(['suspended', 'suspended'])
    for (const page of pages) page.player.update(EMERGENCY)
    pages[1]!.press()
    await settle()
    await clock.advanceAsync(2 * YIELD_MS)
    expect(pages[1]!.player.state.sound).toBe('ready')
    expect(pages[1]!.headset().played.length).toBeGreaterThanOrEqual(3)
    expect(pages[0]!.headset().played).toEqual([])
  })
})

describe('an output that stops', () => {
  it('takes no emergency from the headset; a fault that came meanwhile sounds once the loudspeaker is back', async () => {
    const { clock, open, settle, setDevices } = workstation()
    const { player, contexts, fault, headset } = open()
    await settle()
    player.update(CALM)
    fault().suspend()
    player.update({ ...CALM, emergencies: ['a'], faults: [{ id: 'service:rbs', state: 'unstable', annunciation: 1, acknowledged: false }] })
    expect([fault().played.length, headset().played.length]).toEqual([0, 3])
    expect(player.state).toEqual({ sound: 'suspended' })
    clock.advance(YIELD_MS)
    expect(headset().played).toHaveLength(6)
    await setDevices(['speaker', 'headset'], contexts)
    expect(fault().played.map((tone) => tone.fromHz)).toEqual([520, 520, 520])
  })

  it('does not make ring anew what was heard before it stopped', async () => {
    const { open, settle, setDevices } = workstation()
    const { player, contexts, fault } = open()
    await settle()
    const facts: SoundFacts = { ...CALM, faults: [{ id: 'service:rbs', state: 'unstable', annunciation: 1, acknowledged: false }] }
    player.update(facts)
    fault().suspend()
    player.update(facts)
    await setDevices(['speaker', 'headset'], contexts)
    expect(fault().played).toHaveLength(3)
  })

  it('that is the headset lets a call for help sound from the loudspeaker before the faults, and go on in the headset once that is back', async () => {
    const { open, settle, setDevices } = workstation()
    const { player, contexts, fault, headset } = open()
    await settle()
    headset().suspend()
    player.update({ ...CALM, receiving: true, emergencies: ['a'], faults: DOWN })
    expect([fault().played.map((tone) => tone.fromHz), headset().played.length]).toEqual([[700, 700, 700], 0])
    expect(fault().levels.at(-1)).toBe(fault().levels[0])
    await setDevices(['speaker', 'headset'], contexts)
    expect(headset().played).toHaveLength(3)
    expect(fault().played.slice(3, 5).map((tone) => tone.fromHz)).toEqual([660, 520])
  })
})

it('while one transmits the loudspeaker takes no call for help that the headset cannot sound: it would be transmitted', async () => {
  const { open, settle } = workstation()
  const { player, fault, headset } = open()
  await settle()
  headset().suspend()
  player.update({ ...CALM, transmitting: { softPassed: false, lastSeconds: false }, emergencies: ['a'] })
  expect(fault().played).toEqual([])
  player.update({ ...CALM, emergencies: ['a'] })
  expect(fault().played).toHaveLength(3)
})

it('in a drill the word is spoken before an alarm, and neither before a click nor before a call for help', async () => {
  const { open, settle } = workstation()
  const { player, fault, headset } = open()
  await settle()
  player.update({ ...CALM, drill: true })
  player.update({ ...CALM, drill: true, worksVia: 'mobilofoon' })
  expect([fault().played.length, fault().words.length]).toEqual([2, 0])
  player.update({ ...CALM, drill: true, worksVia: 'mobilofoon', faults: DOWN })
  expect(fault().words).toHaveLength(1)
  expect((fault().played[2]?.startS ?? 0) - (fault().words[0] ?? 0)).toBeGreaterThan(0.7)
  // What is real is never announced as a drill.
  player.update({ ...CALM, drill: true, worksVia: 'mobilofoon', emergencies: ['a'] })
  expect(headset().words).toEqual([])
  expect(headset().played[0]?.startS).toBe(0)
})

it('the word is fetched anew in another language, by the page that sounds', async () => {
  const { open, settle } = workstation()
  const first = open()
  const second = open()
  await settle()
  for (const page of [first, second]) for (const language of ['en', 'en', 'nl'] as const) page.player.speak(language)
  await settle()
  expect([first.words, second.words]).toEqual([['nl', 'en', 'nl'], []])
})

it('a browser without Web Audio says so', () => {
  const player = createSoundPlayer({
    clock: createManualClock(),
    createContext: undefined,
    outputDevices: () => Promise.resolve([]),
    onDevicesChanged: () => () => undefined,
    onPress: () => () => undefined,
    onlyOne: () => undefined,
    heardBefore: { read: () => undefined, write: () => undefined },
    drillWord: () => Promise.resolve(new ArrayBuffer(0)),
    language: 'nl',
    preferences: PREFERENCES,
  })
  player.update({ ...CALM, emergencies: ['a'] })
  expect(player.state).toEqual({ sound: 'unsupported' })
})

describe('an annunciation that was heard', () => {
  const UNSTABLE = [{ id: 'service:rbs', state: 'unstable', annunciation: 4, acknowledged: false }] as const

  it('is not heard again when its page is reloaded; a new one is', async () => {
    const { open, settle } = workstation()
    const store = {}
    const first = open(PREFERENCES, store)
    await settle()
    first.player.update({ ...CALM, faults: UNSTABLE })
    expect(first.fault().played).not.toEqual([])
    first.player.stop()
    await settle()
    const again = open(PREFERENCES, store)
    await settle()
    again.player.update({ ...CALM, faults: UNSTABLE })
    expect(again.fault().played).toEqual([])
    again.player.update({ ...CALM, faults: [{ ...UNSTABLE[0], annunciation: 5 }] })
    expect(again.fault().played).not.toEqual([])
  })

  it('is not heard again when a second page, opened after it, takes over', async () => {
    const { open, settle } = workstation()
    const first = open()
    await settle()
    first.player.update({ ...CALM, faults: UNSTABLE })
    const second = open()
    await settle()
    second.player.update({ ...CALM, faults: UNSTABLE })
    first.player.stop()
    await settle()
    second.player.update({ ...CALM, faults: UNSTABLE })
    expect(second.fault().played).toEqual([])
  })

  it.each(['not json', '7', '{"service:rbs":{"state":"loud"}}', '{"service:rbs":null}'])('is heard when what was kept is %s', async (text) => {
    const { open, settle } = workstation()
    const { player, fault } = open(PREFERENCES, { text })
    await settle()
    player.update({ ...CALM, faults: UNSTABLE })
    expect(fault().played).not.toEqual([])
  })
})
