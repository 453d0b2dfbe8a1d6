// Floor control of a radio: its whole table and its branches, by name.
import { describe, expect, test } from 'vitest'
import { reduceFloor } from '../../../native/tetra-pei/floor-machine.ts'
import { INITIAL_FLOOR, type FloorEffect, type FloorEvent, type FloorState } from '../../../native/tetra-pei/floor-types.ts'
import { goldenTable, inWords } from '../../support/golden-table.ts'

const SETTINGS = { grantMs: 5000, queueMs: 10_000 }
const call = { cc: 3, mayAsk: true, lastEventMs: 0 }
const STATES: Record<string, FloorState> = {
  'idle': INITIAL_FLOOR,
  'idle, call in hang time': { floor: { floor: 'idle' }, call },
  'idle, another talks': { floor: { floor: 'idle' }, call: { ...call, talkerSsi: 6101629 } },
  'idle, nobody may ask': { floor: { floor: 'idle' }, call: { ...call, mayAsk: false } },
  'idle, a withdrawn grant may come': { floor: { floor: 'idle' }, strayUntilMs: 5000 },
  'idle, keyed by its own microphone': { floor: { floor: 'idle' }, call, localKey: true },
  'asking, set-up': { floor: { floor: 'asking', via: 'setup', withdrawn: false, queued: false } },
  'asking, set-up connected': { floor: { floor: 'asking', via: 'setup', withdrawn: false, queued: false, cc: 3 }, call },
  'asking, set-up withdrawn': { floor: { floor: 'asking', via: 'setup', withdrawn: true, queued: false } },
  'asking, demand': { floor: { floor: 'asking', via: 'demand', withdrawn: false, queued: false, cc: 3 }, call },
  'queued': { floor: { floor: 'asking', via: 'demand', withdrawn: false, queued: true, cc: 3 }, call },
  'asking, radio was busy': { floor: { floor: 'asking', via: 'demand', withdrawn: false, queued: false, cc: 3, busy: 1, paused: true }, call },
  'asking, emergency': { floor: { floor: 'asking', via: 'setup', withdrawn: false, queued: false, emergency: true, leaving: 3 } },
  'talking': { floor: { floor: 'talking', cc: 3 }, call },
  'ceasing': { floor: { floor: 'ceasing', cc: 3, tries: 1, pressed: false, verdictOpen: false }, call },
  'ceasing, pressed again': { floor: { floor: 'ceasing', cc: 3, tries: 1, pressed: true, verdictOpen: false }, call },
  'ceasing, will not let go': { floor: { floor: 'ceasing', cc: 3, tries: 4, pressed: false, verdictOpen: false }, call },
  'ceasing, verdict open': { floor: { floor: 'ceasing', cc: 3, tries: 1, pressed: false, verdictOpen: true }, call },
  'unreachable': { floor: { floor: 'unreachable', cc: 3 } },
}
const EVENTS: Record<string, FloorEvent> = {
  'pressed': { event: 'pressed' },
  'pressed, emergency': { event: 'pressed', emergency: true },
  'released': { event: 'released' },
  'call seen': { event: 'call-seen', cc: 3 },
  'own call seen': { event: 'call-seen', cc: 3, ours: true },
  'granted to us': { event: 'grant', cc: 3, txGrant: 0, txRqPrmsn: 0 },
  'refused': { event: 'grant', cc: 3, txGrant: 1, txRqPrmsn: 0 },
  'queued': { event: 'grant', cc: 3, txGrant: 2, txRqPrmsn: 0 },
  'granted to another': { event: 'grant', cc: 3, txGrant: 3, txRqPrmsn: 0, talkerSsi: 6101629 },
  'ceased': { event: 'ceased', cc: 3, txRqPrmsn: 0 },
  'interrupted': { event: 'interrupted', cc: 3 },
  'told to wait': { event: 'told-to-wait', cc: 3 },
  'continued, nobody may ask': { event: 'continued', cc: 3, txRqPrmsn: 1 },
  'network lost': { event: 'network-lost' },
  'call ended (hang time over)': { event: 'call-ended', cc: 3, cause: 13 },
  'call ended (congestion)': { event: 'call-ended', cc: 3, cause: 5 },
  'call ended (resource lost)': { event: 'call-ended', cc: 3, cause: 37 },
  'another call ended': { event: 'call-ended', cc: 9, cause: 13 },
  'dial done': { event: 'command-done', command: 'dial' },
  'cease done': { event: 'command-done', command: 'cease' },
  'dial refused': { event: 'command-failed', command: 'dial', cause: 'no-network' },
  'dial unanswered': { event: 'command-failed', command: 'dial', cause: 'radio-silent' },
  'dial, radio busy': { event: 'command-failed', command: 'dial', cause: 'busy' },
  'dial refused in a call': { event: 'command-failed', command: 'dial', cause: 'in-call' },
  'dial inhibited': { event: 'command-failed', command: 'dial', cause: 'transmit-inhibited' },
  'cease, radio busy': { event: 'command-failed', command: 'cease', cause: 'busy' },
  'hang-up refused': { event: 'command-failed', command: 'hang-up', cause: 'no-floor' },
  'cease failed': { event: 'command-failed', command: 'cease', cause: 'radio-silent' },
  'group changed': { event: 'group-changed' },
  'link lost': { event: 'link-lost' },
  'hung up': { event: 'hung-up' },
  'verdict time over': { event: 'timer-expired', timer: 'verdict' },
  'cease time over': { event: 'timer-expired', timer: 'cease' },
  'busy time over': { event: 'timer-expired', timer: 'busy' },
  'call checked': { event: 'call-checked' },
  'call quiet': { event: 'timer-expired', timer: 'call-quiet' },
}

function inShort(state: FloorState): string {
  const { floor, ...rest } = state
  const name = floor.floor === 'asking' ? `${floor.queued ? 'queued' : 'asking'} ${floor.via}${floor.withdrawn ? ' withdrawn' : ''}${floor.emergency ? ' emergency' : ''}${floor.leaving === undefined ? '' : ` leaving ${floor.leaving}`}${floor.busy === undefined ? '' : ` busy ${floor.busy}`}${floor.paused ? ' paused' : ''}` : floor.floor === 'ceasing' ? `ceasing try ${floor.tries}${floor.pressed ? ' pressed' : ''}${floor.verdictOpen ? ' verdict open' : ''}` : floor.floor
  const cc = 'cc' in floor && floor.cc !== undefined ? ` cc ${floor.cc}` : ''
  const running = rest.call ? ` | call ${rest.call.cc}${rest.call.talkerSsi ? ` talker ${rest.call.talkerSsi}` : ''}${rest.call.mayAsk ? '' : ' may not ask'}` : ''
  return `${name}${cc}${running}${rest.localKey ? ' | own microphone' : ''}${rest.strayUntilMs === undefined ? '' : ` | stray until ${rest.strayUntilMs}`}`
}
const say = (effect: FloorEffect): string =>
  effect.effect === 'send' ? `SEND ${inWords(effect.send)}` : effect.effect === 'news' ? `"${inWords(effect.news)}"` : inWords(effect)

function run(state: FloorState, ...events: FloorEvent[]): { state: FloorState; sent: string[]; news: string[] } {
  const sent: string[] = []
  const news: string[] = []
  for (const event of events) {
    const step = reduceFloor(SETTINGS, state, event, 1000)
    state = step.state
    for (const effect of step.effects) {
      if (effect.effect === 'send') sent.push(inWords(effect.send))
      if (effect.effect === 'news') news.push(inWords(effect.news))
    }
  }
  return { state, sent, news }
}

describe('floor control', () => {
  test('does with every state and event what its reviewed table says', async () => {
    const table = goldenTable({ states: STATES, events: EVENTS, step: (state, event) => reduceFloor(SETTINGS, state, event, 1000), state: inShort, effect: say })
    await expect(table).toMatchFileSnapshot('../../fixtures/tetra-link/floor-table.txt')
  })

  test('sets up a call from rest and asks within a call that runs', () => {
    expect(run(INITIAL_FLOOR, EVENTS['pressed']!).sent).toEqual(['dial'])
    expect(run(STATES['idle, call in hang time']!, EVENTS['pressed']!).sent).toEqual(['demand cc=3'])
  })

  test('speaks only after a grant to us, not after OK and not after a grant to another', () => {
    expect(run(INITIAL_FLOOR, EVENTS['pressed']!, EVENTS['dial done']!).news).toEqual(['waiting'])
    expect(run(INITIAL_FLOOR, EVENTS['pressed']!, EVENTS['granted to another']!).news).toEqual(['waiting', 'refused cause=group-busy'])
    expect(run(INITIAL_FLOOR, EVENTS['pressed']!, EVENTS['granted to us']!).news).toEqual(['waiting', 'granted'])
  })

  test('gives a grant back that comes after the key went up during set-up', () => {
    const late = run(INITIAL_FLOOR, EVENTS['pressed']!, EVENTS['released']!, EVENTS['dial done']!, EVENTS['granted to us']!)
    expect(late.sent).toEqual(['dial', 'cease cc=3'])
    expect(late.news).toEqual(['waiting'])
  })

  test('gives a grant back that comes after the floor was given back already', () => {
    const stray = run(STATES['asking, demand']!, EVENTS['released']!, EVENTS['cease done']!, EVENTS['granted to us']!)
    expect(stray.sent).toEqual(['cease cc=3', 'cease cc=3'])
  })

  test('leaves alone who speaks by the radio’s own microphone', () => {
    const own = run(INITIAL_FLOOR, EVENTS['granted to us']!, EVENTS['ceased']!)
    expect(own.sent).toEqual([])
    expect(own.news).toEqual(['local-key keyed=true', 'local-key keyed=false'])
  })

  test('does not cut the radio’s own microphone after our own speech ended normally', () => {
    const own = run(STATES['talking']!, EVENTS['released']!, EVENTS['cease done']!, EVENTS['granted to us']!)
    expect(own.sent).toEqual(['cease cc=3'])
    expect(own.news).toEqual(['given-back', 'local-key keyed=true'])
  })

  test('ends "granted" when the network ceases us while the key is down', () => {
    expect(run(STATES['talking']!, EVENTS['ceased']!).news).toEqual(['ended cause=no-floor'])
  })

  test('a key that went down again while the floor went back becomes a new request', () => {
    const again = run(STATES['talking']!, EVENTS['released']!, EVENTS['pressed']!, EVENTS['cease done']!)
    expect(again.sent).toEqual(['cease cc=3', 'demand cc=3'])
  })

  test('a demand in a call that had just run out sets up a new one', () => {
    expect(run(STATES['idle, call in hang time']!, EVENTS['pressed']!, EVENTS['call ended (hang time over)']!).sent).toEqual(['demand cc=3', 'dial'])
  })

  test('a radio that will not let go is told again, hung up and said out loud', () => {
    const stuck = run(STATES['talking']!, EVENTS['released']!, ...Array.from({ length: 5 }, () => EVENTS['cease time over']!))
    expect(stuck.sent).toEqual(['cease cc=3', 'cease cc=3', 'cease cc=3', 'hang-up', 'hang-up', 'hang-up'])
    expect(stuck.news).toEqual(['may-still-transmit'])
    expect(run(stuck.state, EVENTS['pressed']!).news).toEqual(['refused cause=hanging-up'])
  })

  test('after a lost link nothing is keyed before the radio was hung up', () => {
    const lost = run(STATES['talking']!, EVENTS['link lost']!, EVENTS['pressed']!)
    expect(lost.sent).toEqual([])
    expect(lost.news).toEqual(['ended cause=link-lost', 'may-still-transmit', 'refused cause=hanging-up'])
    expect(run(lost.state, EVENTS['hung up']!, EVENTS['pressed']!).sent).toEqual(['dial'])
  })
})

describe('a radio that is too busy for a request', () => {
  const busy: FloorEvent = { event: 'command-failed', command: 'demand', cause: 'busy' }
  const later: FloorEvent = { event: 'timer-expired', timer: 'busy' }

  test('is asked three more times by the same press, with growing pauses, and then the press is not heard', () => {
    let state = STATES['idle, call in hang time']!
    const pauses: number[] = []
    const told: string[] = []
    for (const event of [EVENTS['pressed']!, busy, later, busy, later, busy, later, busy, later]) {
      const step = reduceFloor(SETTINGS, state, event, 1000)
      state = step.state
      for (const effect of step.effects) {
        if (effect.effect === 'start-timer' && effect.timer === 'busy') pauses.push(effect.ms)
        if (effect.effect === 'send' || effect.effect === 'news') told.push(say(effect))
      }
    }
    expect(pauses).toEqual([300, 600, 1200])
    expect(told).toEqual(['SEND demand cc=3', '"waiting"', 'SEND demand cc=3', 'SEND demand cc=3', 'SEND demand cc=3', '"refused cause=no-floor"'])
    expect(state.floor).toEqual({ floor: 'idle' })
  })

  test('is not asked again once the key is up', () => {
    const { state, sent, news } = run(STATES['idle, call in hang time']!, EVENTS['pressed']!, busy, EVENTS['released']!, later)
    expect(sent).toEqual(['demand cc=3'])
    expect(news).toEqual(['waiting'])
    expect(state.floor).toEqual({ floor: 'idle' })
  })
})

describe('an emergency call of our own', () => {
  test('leaves the call that runs, whoever speaks in it, and is not answered by what is still told of it', () => {
    const leaving = run(STATES['idle, another talks']!, EVENTS['pressed, emergency']!, EVENTS['granted to another']!, EVENTS['call seen']!, EVENTS['call ended (hang time over)']!)
    expect(leaving.sent).toEqual(['dial emergency=true leave=true'])
    expect(leaving.news).toEqual(['waiting'])
    expect(run(leaving.state, EVENTS['own call seen']!, EVENTS['granted to us']!).news).toEqual(['granted'])
  })

  test('asks although the network lets nobody ask in the present call', () => {
    expect(run(STATES['idle, nobody may ask']!, EVENTS['pressed, emergency']!).sent).toEqual(['dial emergency=true leave=true'])
  })
})

test('speech ends, out loud and with the radio told to stop, when the radio is registered no more', () => {
  const lost = run(STATES['talking']!, EVENTS['network lost']!)
  expect(lost.sent).toEqual(['cease cc=3'])
  expect(lost.news).toEqual(['ended cause=no-network'])
})

test('a verdict in another call than the one asked in is no answer to the press', () => {
  const other: FloorEvent = { event: 'grant', cc: 9, txGrant: 1, txRqPrmsn: 0 }
  expect(run(STATES['asking, demand']!, other, EVENTS['granted to us']!).news).toEqual(['granted'])
})

test('a call whose means the network lost is said to be that, not a refusal', () => {
  expect(run(STATES['asking, demand']!, EVENTS['call ended (resource lost)']!).news).toEqual(['refused cause=no-network'])
  expect(run(STATES['talking']!, EVENTS['call ended (resource lost)']!).news).toEqual(['ended cause=no-network'])
})

test('told to wait: a press stands in the queue, speech is over', () => {
  expect(run(STATES['asking, demand']!, EVENTS['told to wait']!, EVENTS['granted to us']!).news).toEqual(['queued', 'granted'])
  const over = run(STATES['talking']!, EVENTS['told to wait']!)
  expect(over.sent).toEqual(['cease cc=3'])
  expect(over.news).toEqual(['ended cause=interrupted'])
})

test('the network that goes on with a call can say that nobody may ask, and is believed', () => {
  expect(run(STATES['idle, call in hang time']!, EVENTS['continued, nobody may ask']!, EVENTS['pressed']!).news).toEqual(['refused cause=group-busy'])
})
